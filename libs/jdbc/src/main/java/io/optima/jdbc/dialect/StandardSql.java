package io.optima.jdbc.dialect;

import java.util.List;
import java.util.stream.Collectors;

/** SQL that all databases have in common, more or less. */
public final class StandardSql {
  /** Its longest key: run, step and number. */
  static final int EFFECT_CHARACTERS = 512;

  private StandardSql() {}

  static String insert(TableName table, List<String> columns) {
    return "insert into " + table.sql() + " (" + names(columns) + ")";
  }

  static String names(List<String> columns) {
    return columns.stream().map(TableName::quoted).collect(Collectors.joining(", "));
  }

  static String places(List<String> columns) {
    return columns.stream().map(_ -> "?").collect(Collectors.joining(", ", "(", ")"));
  }

  static String onConflict(List<String> columns, List<String> key) {
    List<String> others = columns.stream().filter(column -> !key.contains(column)).toList();
    String action =
        others.isEmpty()
            ? " do nothing"
            : others.stream()
                .map(TableName::quoted)
                .map(column -> column + " = excluded." + column)
                .collect(Collectors.joining(", ", " do update set ", ""));
    return " on conflict (" + names(key) + ")" + action;
  }

  /** No rows, to see what they would be. */
  public static String shape(TableName table, List<String> columns) {
    return "select " + names(columns) + " from " + table.sql() + " where 1 = 0";
  }

  public static String deleteAll(TableName table) {
    return "delete from " + table.sql();
  }

  /** One row with a key that it did not have; bound. */
  public static String claim(TableName effects) {
    return "insert into " + effects.sql() + " (effect_key, row_count) values (?, 0)";
  }

  /** Rows that an effect had; key bound. */
  public static String effect(TableName effects) {
    return "select row_count from " + effects.sql() + " where effect_key = ?";
  }

  /** Row count and key bound. */
  public static String counted(TableName effects) {
    return "update " + effects.sql() + " set row_count = ? where effect_key = ?";
  }

  /** {@code columns} with their types, {@code key} the primary key unless empty. */
  public static String create(TableName table, List<String> columns, List<String> key) {
    String primary = key.isEmpty() ? "" : ", primary key (" + names(key) + ")";
    return "create table " + table.sql() + " (" + String.join(", ", columns) + primary + ")";
  }
}
