package io.optima.query.lineage;

import java.util.ArrayList;
import java.util.List;

/**
 * Something in FROM.
 *
 * @param path names it can be qualified by: table, schema.table or catalog.schema.table
 * @param columns in order; when {@code open}, one that stands for any number of columns
 * @param hidden columns that only a qualified name reaches, since USING shows another's instead
 * @param open whether the syntax does not tell its columns
 */
record Relation(List<String> path, List<Derived> columns, List<Derived> hidden, boolean open) {
  Relation {
    path = List.copyOf(path);
    columns = List.copyOf(columns);
    hidden = List.copyOf(hidden);
  }

  Relation(List<String> path, List<Derived> columns, boolean open) {
    this(path, columns, List.of(), open);
  }

  /** A relation whose columns, however many, all come from the same. */
  static Relation open(List<String> path, Sources sources) {
    return new Relation(path, List.of(new Derived("", sources.atMost(Via.EXPRESSION))), true);
  }

  Relation named(List<String> other) {
    return new Relation(other, columns, hidden, open);
  }

  Relation with(List<Derived> other) {
    return new Relation(path, other, hidden, open);
  }

  Relation hiding(String name) {
    List<Derived> all = new ArrayList<>(hidden);
    all.addAll(named(name));
    return new Relation(
        path, columns.stream().filter(column -> !column.isNamed(name)).toList(), all, open);
  }

  /** Whether the qualifier, one to three names, means this relation. */
  boolean isNamed(List<String> qualifier) {
    int skip = path.size() - qualifier.size();
    if (skip < 0 || qualifier.isEmpty()) {
      return false;
    }
    for (int i = 0; i < qualifier.size(); i++) {
      if (!path.get(skip + i).equalsIgnoreCase(qualifier.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The columns that an unqualified name means. */
  List<Derived> named(String column) {
    return open ? columns : columns.stream().filter(c -> c.isNamed(column)).toList();
  }

  /** The columns that the name means behind the relation's own. */
  List<Derived> qualified(String column) {
    List<Derived> shown = named(column);
    return shown.isEmpty() ? hidden.stream().filter(c -> c.isNamed(column)).toList() : shown;
  }

  Sources everything() {
    return Sources.all(columns.stream().map(Derived::sources).toList()).atMost(Via.EXPRESSION);
  }
}
