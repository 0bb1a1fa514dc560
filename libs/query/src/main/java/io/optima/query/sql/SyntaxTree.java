package io.optima.query.sql;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A statement that has passed the allow-list.
 *
 * @param sql one SELECT, without a semicolon behind it
 * @param query root query node, as DuckDB serialises it
 * @param tables every use of a table that is not a common table expression
 * @param parameters in the order of their numbers
 * @param repeatable whether it asks neither clock nor chance
 */
record SyntaxTree(
    String sql,
    JsonNode query,
    List<TableUse> tables,
    List<ParameterUse> parameters,
    boolean repeatable) {
  SyntaxTree {
    tables = List.copyOf(tables);
    parameters = List.copyOf(parameters);
  }

  /** A table's name as written, in lower case: one to three parts. */
  record TableUse(List<String> path, Place place) {
    TableUse {
      path = List.copyOf(path);
    }
  }

  /** A parameter's name ({@code 1}, {@code 2}, … when it has none) where it is used. */
  record ParameterUse(String name, Place place) {}

  /** Parameter names by number from 1: names in the order they first appear. */
  static Map<String, Integer> numbers(List<ParameterUse> uses) {
    Map<String, Integer> numbers = new java.util.LinkedHashMap<>();
    boolean positional = uses.stream().allMatch(use -> use.name().matches("[0-9]{1,6}"));
    for (ParameterUse use : uses) {
      numbers.putIfAbsent(
          use.name(), positional ? Integer.valueOf(use.name()) : numbers.size() + 1);
    }
    return numbers;
  }
}
