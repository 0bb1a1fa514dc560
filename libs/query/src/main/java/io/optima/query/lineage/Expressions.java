package io.optima.query.lineage;

import static io.optima.query.lineage.Trees.each;
import static io.optima.query.lineage.Trees.text;
import static io.optima.query.lineage.Trees.texts;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What expressions come from. Filters inside of them are collected on the way. */
final class Expressions {
  private final Queries queries;
  private final Scope scope;
  private final List<Sources> filters;

  Expressions(Queries queries, Scope scope, List<Sources> filters) {
    this.queries = queries;
    this.scope = scope;
    this.filters = filters;
  }

  Sources of(JsonNode expression) {
    return switch (text(expression, "class")) {
      case "COLUMN_REF" -> scope.resolve(texts(expression, "column_names"));
      case "POSITIONAL_REFERENCE" -> positional(expression.path("index").asInt(0));
      case "STAR" -> everything();
      case "SUBQUERY" -> subquery(expression);
      case "LAMBDA" -> lambda(expression);
      case "FUNCTION", "WINDOW" -> call(expression);
      default -> inside(expression);
    };
  }

  /** Notes that the expression only decides about rows. */
  void filter(JsonNode expression) {
    if (expression.isObject()) {
      filters.add(of(expression).atMost(Via.FILTER));
    }
  }

  private Sources positional(int index) {
    List<Derived> columns = scope.columns();
    return index >= 1 && index <= columns.size() && !scope.open()
        ? columns.get(index - 1).sources()
        : everything();
  }

  private Sources everything() {
    return Sources.all(scope.columns().stream().map(Derived::sources).toList())
        .atMost(Via.EXPRESSION);
  }

  private Sources subquery(JsonNode expression) {
    Rows rows = queries.of(expression.path("subquery").path("node"), scope);
    filters.add(rows.filters());
    // whether rows exist does not depend on what is selected of them
    boolean exists = text(expression, "subquery_type").contains("EXISTS");
    Sources selected = exists ? Sources.NONE : rows.everything().atMost(Via.EXPRESSION);
    JsonNode compared = expression.path("child");
    return compared.isObject() ? selected.and(of(compared).atMost(Via.EXPRESSION)) : selected;
  }

  private Sources lambda(JsonNode expression) {
    Scope body = new Scope(scope);
    parameters(expression.path("lhs"), body);
    return new Expressions(queries, body, filters).of(expression.path("expr"));
  }

  private static void parameters(JsonNode node, Scope body) {
    texts(node, "column_names").forEach(name -> body.alias(name, Sources.NONE));
    each(node, "arguments").forEach(argument -> parameters(argument.path("expression"), body));
    each(node, "children").forEach(child -> parameters(child, body));
  }

  private Sources call(JsonNode call) {
    filter(call.path("filter"));
    filter(call.path("filter_expr"));
    List<Sources> parts = new ArrayList<>();
    for (var field : call.properties()) {
      if (!field.getKey().startsWith("filter")) {
        parts.add(children(field.getValue()));
      }
    }
    return Sources.all(parts).atMost(Via.EXPRESSION);
  }

  private Sources inside(JsonNode expression) {
    return children(expression).atMost(Via.EXPRESSION);
  }

  /** Whatever stands below, at any depth of lists and wrappers. */
  private Sources children(JsonNode node) {
    if (!node.isContainer()) {
      return Sources.NONE;
    }
    List<Sources> parts = new ArrayList<>();
    for (JsonNode child : node.valueStream().toList()) {
      parts.add(child.has("class") ? of(child) : children(child));
    }
    return Sources.all(parts);
  }
}
