package io.optima.rules;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The rules in effect at a moment, in the order in which they are asked: higher priority first,
 * then as the document has them.
 *
 * @param tags of these rules, each once, in their order
 */
record Order(
    List<CheckedRule> rules,
    Map<String, Matching> groups,
    Matching match,
    Explain explain,
    List<String> tags) {
  static Order at(Ruleset document, List<CheckedRule> rules, Instant moment) {
    List<CheckedRule> inEffect =
        rules.stream()
            .filter(rule -> rule.rule().inEffect(moment))
            .sorted(
                Comparator.comparingLong((CheckedRule rule) -> rule.rule().priority()).reversed())
            .toList();
    return new Order(
        inEffect,
        document.groups(),
        document.match(),
        document.explain(),
        inEffect.stream().flatMap(rule -> rule.rule().tags().stream()).distinct().toList());
  }

  Matching matching(String group) {
    return group.isEmpty() ? match : groups.getOrDefault(group, match);
  }
}
