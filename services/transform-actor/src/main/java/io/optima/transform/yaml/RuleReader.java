package io.optima.transform.yaml;

import io.optima.model.Shown;
import io.optima.model.transform.RetryRule;
import io.optima.model.transform.RetryRule.Failure;
import io.optima.model.transform.RunRules;
import io.optima.yaml.Block;
import io.optima.yaml.Value;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** How runs and steps are carried out. */
final class RuleReader {
  private RuleReader() {}

  static RunRules rules(Block document) {
    RunRules standard = RunRules.DEFAULT;
    int steps =
        document
            .optionalBlock("concurrency", "concurrency", Set.of("steps"))
            .flatMap(block -> block.optionalWholeNumber("steps"))
            .map(number -> Math.toIntExact(Math.min(number, Integer.MAX_VALUE)))
            .orElse(standard.steps());
    return document.checked(
        "concurrency",
        () ->
            new RunRules(
                document.has("retry") ? retry(document) : standard.retry(),
                document.optionalDuration("timeout").orElse(null),
                steps));
  }

  /** The rule at the key {@code retry}; what it does not say is as usual. */
  static RetryRule retry(Block around) {
    RetryRule standard = RetryRule.DEFAULT;
    Block block =
        around.block(
            "retry", "retry", Set.of("attempts", "pause", "longest", "factor", "jitter", "on"));
    return around.checked(
        "retry",
        () ->
            new RetryRule(
                block
                    .optionalWholeNumber("attempts")
                    .map(number -> Math.toIntExact(Math.min(number, Integer.MAX_VALUE)))
                    .orElse(standard.attempts()),
                block.optionalDuration("pause").orElse(standard.pause()),
                block.optionalDuration("longest").orElse(standard.longest()),
                block.optionalNumber("factor").orElse(standard.factor()),
                block.optionalNumber("jitter").orElse(standard.jitter()),
                block.has("on") ? failures(block) : standard.on()));
  }

  private static Set<Failure> failures(Block block) {
    Set<Failure> failures = EnumSet.noneOf(Failure.class);
    for (Value value : block.list("on")) {
      failures.add(failure(value));
    }
    return failures;
  }

  private static Failure failure(Value value) {
    return Arrays.stream(Failure.values())
        .filter(failure -> failure.name().toLowerCase(Locale.ROOT).equals(value.text()))
        .findFirst()
        .orElseThrow(
            () ->
                value.refused(
                    "'%s' is not a kind of failure: use unavailable, exhausted, timeout, remote"
                            .formatted(Shown.of(value.text()))
                        + " or other"));
  }
}
