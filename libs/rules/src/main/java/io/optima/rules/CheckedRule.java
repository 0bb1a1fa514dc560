package io.optima.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import java.util.Map;

/** A rule whose expressions fit the columns. */
record CheckedRule(
    Rule rule,
    CelAbstractSyntaxTree when,
    Map<String, CheckedValue> set,
    Map<String, Map<String, CheckedValue>> emit) {
  String name() {
    return rule.name();
  }
}
