package io.optima.query.lineage;

import static io.optima.query.lineage.Trees.each;
import static io.optima.query.lineage.Trees.text;
import static io.optima.query.lineage.Trees.texts;

import io.optima.query.lineage.Sources.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** What the columns of query nodes come from. */
final class Queries {
  private final Function<List<String>, Input> inputs;

  Queries(Function<List<String>, Input> inputs) {
    this.inputs = inputs;
  }

  Relation dataset(List<String> path) {
    Input input = inputs.apply(path);
    List<Derived> columns =
        input.schema().names().stream()
            .map(name -> Derived.of(new Column(input.name(), name)))
            .toList();
    return new Relation(path, columns, false);
  }

  Rows of(JsonNode query, Scope outside) {
    Scope scope = new Scope(outside);
    List<Sources> filters = new ArrayList<>();
    each(query.path("cte_map"), "map").forEach(entry -> commonTable(entry, scope, filters));
    Rows rows =
        switch (text(query, "type")) {
          case "SET_OPERATION_NODE" -> setOperation(query, scope);
          case "RECURSIVE_CTE_NODE" -> recursive(query, scope);
          default -> select(query, scope);
        };
    filters.add(rows.filters());
    return new Rows(rows.columns(), Sources.all(filters), rows.open());
  }

  private void commonTable(JsonNode entry, Scope scope, List<Sources> filters) {
    JsonNode body = entry.path("value");
    Rows rows = of(body.path("query_node"), scope);
    String name = entry.path("key").asString("");
    filters.add(rows.filters());
    scope.commonTable(name, rows.as(List.of(name), texts(body, "aliases")));
  }

  private Rows select(JsonNode query, Scope scope) {
    List<Sources> filters = new ArrayList<>();
    new Tables(this, scope, filters).add(query.path("from_table"));
    Expressions expressions = new Expressions(this, scope, filters);
    SelectList selected = new SelectList(scope, expressions);
    each(query, "select_list").forEach(selected::add);
    for (String clause : List.of("where_clause", "having", "qualify")) {
      expressions.filter(query.path(clause));
    }
    each(query, "group_expressions")
        .forEach(group -> deciding(group, selected, expressions, filters));
    modifiers(query, selected, expressions, filters);
    return new Rows(selected.columns(), Sources.all(filters), selected.open());
  }

  /** GROUP BY and ORDER BY may name an output column by its position. */
  private static void deciding(
      JsonNode node, SelectList selected, Expressions expressions, List<Sources> filters) {
    String literal = text(node.path("literal"), "text");
    if (literal.matches("[0-9]{1,4}")) {
      int position = Integer.parseInt(literal);
      if (position >= 1 && position <= selected.columns().size()) {
        filters.add(selected.columns().get(position - 1).sources().atMost(Via.FILTER));
      }
    } else {
      expressions.filter(node);
    }
  }

  private static void modifiers(
      JsonNode query, SelectList selected, Expressions expressions, List<Sources> filters) {
    each(query, "modifiers")
        .forEach(
            modifier -> {
              each(modifier, "orders")
                  .forEach(o -> deciding(o.path("expression"), selected, expressions, filters));
              each(modifier, "distinct_on_targets")
                  .forEach(target -> deciding(target, selected, expressions, filters));
              expressions.filter(modifier.path("limit"));
              expressions.filter(modifier.path("offset"));
            });
  }

  private Rows setOperation(JsonNode query, Scope scope) {
    List<JsonNode> parts = new ArrayList<>(each(query, "children").toList());
    for (String side : List.of("left", "right")) {
      if (query.path(side).isObject()) {
        parts.add(query.path(side));
      }
    }
    String type = text(query, "setop_type");
    Rows all = of(parts.getFirst(), scope);
    for (JsonNode part : parts.subList(1, parts.size())) {
      Rows next = of(part, scope);
      all =
          switch (type) {
            case "UNION" -> union(all, next);
            case "UNION_BY_NAME" -> unionByName(all, next);
            default -> // EXCEPT, INTERSECT: the others decide which rows of the first remain
                new Rows(
                    all.columns(),
                    all.filters().and(next.filters()).and(next.everything().atMost(Via.FILTER)),
                    all.open());
          };
    }
    return ordered(query, all, scope);
  }

  private Rows ordered(JsonNode query, Rows rows, Scope scope) {
    Scope results = new Scope(scope);
    results.add(rows.as(List.of(""), List.of()));
    List<Sources> filters = new ArrayList<>(List.of(rows.filters()));
    Expressions expressions = new Expressions(this, results, filters);
    SelectList none = new SelectList(results, expressions);
    modifiers(query, none, expressions, filters);
    return new Rows(rows.columns(), Sources.all(filters), rows.open());
  }

  private static Rows union(Rows left, Rows right) {
    boolean open = left.open() || right.open() || left.columns().size() != right.columns().size();
    Sources filters = left.filters().and(right.filters());
    if (open) {
      Sources all = left.everything().and(right.everything()).atMost(Via.EXPRESSION);
      return new Rows(List.of(new Derived("", all)), filters, true);
    }
    List<Derived> columns = new ArrayList<>();
    for (int i = 0; i < left.columns().size(); i++) {
      Derived column = left.columns().get(i);
      Sources both = column.sources().and(right.columns().get(i).sources());
      columns.add(new Derived(column.name(), both));
    }
    return new Rows(columns, filters, false);
  }

  private static Rows unionByName(Rows left, Rows right) {
    List<Derived> columns = new ArrayList<>(left.columns());
    for (Derived column : right.columns()) {
      int at = 0;
      while (at < columns.size() && !columns.get(at).isNamed(column.name())) {
        at++;
      }
      if (at == columns.size()) {
        columns.add(column);
      } else {
        Derived same = columns.get(at);
        columns.set(at, new Derived(same.name(), same.sources().and(column.sources())));
      }
    }
    return new Rows(columns, left.filters().and(right.filters()), left.open() || right.open());
  }

  /** Each round sees the columns of the one before, until nothing new comes in. */
  private Rows recursive(JsonNode query, Scope scope) {
    String name = text(query, "cte_name");
    List<String> aliases = texts(query, "aliases");
    Rows rows = of(query.path("left"), scope);
    while (true) {
      Scope inside = new Scope(scope);
      inside.commonTable(name, rows.as(List.of(name), aliases));
      Rows next = union(rows, of(query.path("right"), inside));
      if (next.equals(rows)) {
        return rows;
      }
      rows = next;
    }
  }
}
