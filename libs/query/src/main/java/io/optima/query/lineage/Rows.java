package io.optima.query.lineage;

import java.util.List;

/**
 * Result of a query.
 *
 * @param filters what decides which rows there are
 * @param open whether the syntax does not tell how many columns there are
 */
record Rows(List<Derived> columns, Sources filters, boolean open) {
  Rows {
    columns = List.copyOf(columns);
  }

  Sources everything() {
    return Sources.all(columns.stream().map(Derived::sources).toList());
  }

  /** As a relation in FROM. */
  Relation as(List<String> path, List<String> names) {
    return open
        ? Relation.open(path, everything())
        : new Relation(path, Derived.renamed(columns, names), false);
  }
}
