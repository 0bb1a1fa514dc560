package io.optima.query.duckdb;

import java.util.Collection;
import java.util.stream.Collectors;

/** Quoting of what becomes part of a SQL text. */
public final class Sql {
  private Sql() {}

  /** A name in double quotes. */
  public static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A string literal. */
  public static String text(Object value) {
    return "'" + value.toString().replace("'", "''") + "'";
  }

  /** A list of string literals. */
  public static String texts(Collection<?> values) {
    return values.stream().map(Sql::text).collect(Collectors.joining(", ", "[", "]"));
  }
}
