package io.optima.rules;

import io.optima.model.schema.TableSchema;
import java.util.List;
import java.util.Map;

/**
 * A document as it was read, its CEL not yet looked at.
 *
 * @param columns that expressions may name
 * @param match of the rules without a group
 * @param rules in the document's order
 */
record Ruleset(
    String name,
    TableSchema columns,
    Matching match,
    Map<String, Matching> groups,
    Explain explain,
    List<Rule> rules,
    List<Example> examples) {}
