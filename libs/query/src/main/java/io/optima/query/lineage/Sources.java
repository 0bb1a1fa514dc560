package io.optima.query.lineage;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Columns of inputs that something comes from, each with the strongest way it does. */
record Sources(Map<Column, Via> columns) {
  static final Sources NONE = new Sources(Map.of());

  Sources {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /** A column of an input. */
  record Column(String input, String name) {}

  static Sources of(Column column) {
    return new Sources(Map.of(column, Via.IDENTITY));
  }

  static Sources all(Collection<Sources> parts) {
    Map<Column, Via> all = new LinkedHashMap<>();
    parts.forEach(
        part -> part.columns.forEach((column, via) -> all.merge(column, via, Via::stronger)));
    return new Sources(all);
  }

  Sources and(Sources other) {
    if (other.columns.isEmpty()) {
      return this;
    }
    return columns.isEmpty() ? other : all(java.util.List.of(this, other));
  }

  /** The same columns, none of them in a stronger way than this. */
  Sources atMost(Via via) {
    Map<Column, Via> weaker = new LinkedHashMap<>();
    columns.forEach((column, before) -> weaker.put(column, before.weaker(via)));
    return new Sources(weaker);
  }
}
