package io.optima.rules;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a document.
 *
 * @param group empty when it belongs to none
 * @param priority higher goes first; equal ones go in the document's order
 * @param from in effect from here on; null: always
 * @param until in effect before this; null: for ever
 * @param because the reason as people read it; null: the condition's text
 * @param set values by column
 * @param reject why the row is rejected; null: it is not
 * @param emit values by column, by output
 */
record Rule(
    String name,
    String group,
    long priority,
    @Nullable Instant from,
    @Nullable Instant until,
    Expression when,
    @Nullable String because,
    Map<String, Expression> set,
    List<String> tags,
    @Nullable String reject,
    Map<String, Map<String, Expression>> emit) {
  boolean inEffect(Instant at) {
    return (from == null || !at.isBefore(from)) && (until == null || at.isBefore(until));
  }

  /** What stands in the column {@code why}. */
  String reason() {
    return name + ": " + (because == null ? when.text().strip() : because);
  }

  /** All that has to be computed when it fires. */
  List<Expression> values() {
    List<Expression> values = new ArrayList<>(set.values());
    emit.values().forEach(columns -> values.addAll(columns.values()));
    return values;
  }
}
