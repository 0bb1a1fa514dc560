package io.optima.query.lineage;

import io.optima.query.lineage.Sources.Column;
import java.util.List;
import java.util.Locale;

/**
 * A column of a relation in a query.
 *
 * @param name as far as it can be told from the syntax; only ever compared ignoring case
 */
record Derived(String name, Sources sources) {
  boolean isNamed(String other) {
    return name.equalsIgnoreCase(other);
  }

  Derived named(String other) {
    return new Derived(other, sources);
  }

  static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Columns under new names, as far as the names reach. */
  static List<Derived> renamed(List<Derived> columns, List<String> names) {
    return java.util.stream.IntStream.range(0, columns.size())
        .mapToObj(i -> i < names.size() ? columns.get(i).named(names.get(i)) : columns.get(i))
        .toList();
  }

  /** A column copied from an input. */
  static Derived of(Column column) {
    return new Derived(column.name(), Sources.of(column));
  }
}
