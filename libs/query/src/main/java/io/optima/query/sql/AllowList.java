package io.optima.query.sql;

import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.query.sql.SyntaxTree.ParameterUse;
import io.optima.query.sql.SyntaxTree.TableUse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Checks a syntax tree against the lists of what is allowed: node by node, field by field. What no
 * list names is refused. ADR 0020 says why this is a list of what may be, and not of what may not.
 */
final class AllowList {
  private static final Set<String> RESERVED_QUALIFIERS =
      Set.of("system", "temp", "memory", "main", "pg_catalog", "information_schema");
  private static final Map<String, String> WORDS =
      Map.of(
          "SHOW_REF", "DESCRIBE, SHOW and SUMMARIZE",
          "INSERT_QUERY_NODE", "INSERT",
          "UPDATE_QUERY_NODE", "UPDATE",
          "DELETE_QUERY_NODE", "DELETE",
          "at_clause", "AT (VERSION or TIMESTAMP): write \"name@version\" instead");

  private final SyntaxRules rules = SyntaxRules.listed();
  private final AllowedNames names = AllowedNames.listed();
  private final String sql;
  private final List<TableUse> tables = new ArrayList<>();
  private final List<ParameterUse> parameters = new ArrayList<>();
  private boolean repeatable = true;

  private AllowList(String sql) {
    this.sql = sql;
  }

  /**
   * The statement, when everything in it is allowed.
   *
   * @throws OptimaException INVALID_ARGUMENT naming the first thing that is not
   */
  static SyntaxTree check(String sql, JsonNode statement) {
    AllowList check = new AllowList(sql);
    check.node("statement", statement, Set.of());
    return new SyntaxTree(
        sql, statement.get("node"), check.tables, check.parameters, check.repeatable);
  }

  private void node(String kind, JsonNode node, Set<String> commonTables) {
    String type = type(node);
    SyntaxRules.Shape shape = node.isObject() ? rules.shape(kind, type) : null;
    if (shape == null) {
      throw refuse(node, (type.isEmpty() ? kind : words(type)) + " is not allowed");
    }
    special(kind, type, node, commonTables);
    repeatable &= !Changing.is(kind, type, node);
    Set<String> inside = kind.equals("query") ? scope(node, commonTables) : commonTables;
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String holds = shape.fields().get(field.getKey());
      if (holds == null) {
        throw refuse(node, field.getKey() + " of " + type + " is not allowed");
      }
      field(holds, field.getKey(), node, field.getValue(), inside);
    }
  }

  private void field(
      String kind, String name, JsonNode parent, JsonNode value, Set<String> commonTables) {
    if (value.isArray()) {
      value.forEach(element -> field(kind, name, parent, element, commonTables));
    } else if (kind.equals(SyntaxRules.PLAIN) || kind.equals("path")) {
      requirePlain(name, parent, value);
    } else if (kind.equals(SyntaxRules.NOTHING)) {
      if (!value.isNull() && !isEmptyOrder(value)) {
        throw refuse(parent, words(name) + " is not allowed");
      }
    } else if (kind.equals("ctes")) {
      // already visited, in order, when the scope was made
    } else if (!value.isNull()) {
      node(kind, value, commonTables);
    }
  }

  private void requirePlain(String name, JsonNode parent, JsonNode value) {
    boolean path = value.isObject() && value.size() == 1 && value.path("path").isArray();
    if (value.isObject() && !(path && name.equals("qualified_name"))) {
      throw refuse(parent, name + " of " + type(parent) + " is not allowed");
    }
  }

  private static boolean isEmptyOrder(JsonNode value) {
    return value.isObject() && value.path("orders").isArray() && value.path("orders").isEmpty();
  }

  /** Names visible inside a query: those around it and its own common table expressions. */
  private Set<String> scope(JsonNode query, Set<String> around) {
    Set<String> inside = new HashSet<>(around);
    if (type(query).equals("RECURSIVE_CTE_NODE")) {
      inside.add(lower(query.path("cte_name")));
    }
    for (JsonNode entry : query.path("cte_map").path("map")) {
      String name = lower(entry.path("key"));
      requireFreeName(name, query);
      node("cte", entry, Set.copyOf(inside));
      inside.add(name);
    }
    return inside;
  }

  private void special(String kind, String type, JsonNode node, Set<String> commonTables) {
    switch (kind + " " + type) {
      case "table BASE_TABLE" -> table(node, commonTables);
      case "tablefunction FUNCTION" -> function(node, names.inFrom(name(node)), "in FROM");
      case "expression FUNCTION", "expression WINDOW" ->
          function(node, names.inExpression(name(node)), "");
      case "expression TYPE" -> type(node, node.path("type_name").asString(""));
      case "expression PARAMETER" ->
          parameters.add(new ParameterUse(node.path("identifier").asString(""), Place.of(node)));
      case "query SELECT_NODE", "query SET_OPERATION_NODE", "query RECURSIVE_CTE_NODE" ->
          requireObject(node, "cte_map");
      default -> {}
    }
  }

  private void requireObject(JsonNode node, String field) {
    JsonNode map = node.path(field);
    if (!map.isObject() || map.size() != 1 || !map.path("map").isArray()) {
      throw refuse(node, field + " is not readable");
    }
  }

  private void table(JsonNode node, Set<String> commonTables) {
    List<String> path = new ArrayList<>();
    for (String part : List.of("catalog_name", "schema_name", "table_name")) {
      String name = lower(node.path(part));
      if (!name.isEmpty()) {
        path.add(name);
      }
    }
    if (!samePath(path, node.path("qualified_name").path("path"))) {
      throw refuse(node, "a table's name has at most three parts");
    }
    if (path.size() > 1 || !commonTables.contains(path.getFirst())) {
      tables.add(new TableUse(path, Place.of(node)));
    }
  }

  private void function(JsonNode node, boolean allowed, String where) {
    String name = name(node);
    if (!allowed) {
      throw refuse(
          node, ("function '" + Shown.of(name) + "' is not allowed " + where).stripTrailing());
    }
    JsonNode path = node.path("qualified_name").path("path");
    for (int i = 0; i < path.size() - 1; i++) {
      String qualifier = path.get(i).asString("");
      if (RESERVED_QUALIFIERS.contains(qualifier.toLowerCase(Locale.ROOT))) {
        throw refuse(node, "function '" + name + "' is not allowed with '" + qualifier + ".'");
      }
    }
    if (path.isEmpty() || !path.get(path.size() - 1).asString("").equals(name)) {
      throw refuse(node, "the name of function '" + name + "' is not readable");
    }
  }

  private void type(JsonNode node, String name) {
    boolean qualified =
        !node.path("schema").asString("").isEmpty() || !node.path("catalog").asString("").isEmpty();
    if (qualified || !names.isType(name)) {
      throw refuse(node, "type '" + Shown.of(name) + "' is not allowed");
    }
  }

  /** System tables are found by bare names: nobody may give theirs to something else. */
  private void requireFreeName(String name, JsonNode node) {
    if (name.matches("(duckdb|pragma|pg|sqlite|information)_.*")) {
      throw refuse(node, "WITH '" + Shown.of(name) + "' is not allowed: the name is reserved");
    }
  }

  private static boolean samePath(List<String> parts, JsonNode path) {
    if (path.size() != parts.size()) {
      return false;
    }
    for (int i = 0; i < parts.size(); i++) {
      if (!lower(path.get(i)).equals(parts.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static String name(JsonNode function) {
    return function.path("function_name").asString("");
  }

  private static String lower(JsonNode name) {
    return name.asString("").toLowerCase(Locale.ROOT);
  }

  private static String type(JsonNode node) {
    String type = node.path("class").asString("");
    return type.isEmpty() ? node.path("type").asString("") : type;
  }

  private static String words(String type) {
    return WORDS.getOrDefault(type, type);
  }

  private OptimaException refuse(JsonNode node, String message) {
    return Place.of(node).refuse(sql, message);
  }
}
