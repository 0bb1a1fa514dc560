package io.optima.query.lineage;

import static io.optima.query.lineage.Trees.each;
import static io.optima.query.lineage.Trees.text;
import static io.optima.query.lineage.Trees.texts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Relations in FROM, put into the scope of their query. */
final class Tables {
  private static final String CATALOG = "optima";

  /** Columns that table functions make. */
  private static final Map<String, Integer> COLUMNS =
      Map.of("range", 1, "generate_series", 1, "json_each", 8, "json_tree", 8);

  private final Queries queries;
  private final Scope scope;
  private final List<Sources> filters;
  private final Expressions expressions;

  Tables(Queries queries, Scope scope, List<Sources> filters) {
    this.queries = queries;
    this.scope = scope;
    this.filters = filters;
    this.expressions = new Expressions(queries, scope, filters);
  }

  /** Adds what stands there; what was added before can be used by what comes later (LATERAL). */
  void add(JsonNode table) {
    switch (text(table, "type")) {
      case "BASE_TABLE" -> scope.add(named(table));
      case "SUBQUERY" -> scope.add(subquery(table));
      case "JOIN" -> join(table);
      case "TABLE_FUNCTION" -> scope.add(function(table));
      case "EXPRESSION_LIST" -> scope.add(values(table));
      case "PIVOT" -> scope.add(pivot(table));
      default -> {} // EMPTY: a SELECT without FROM
    }
  }

  private Relation named(JsonNode table) {
    List<String> path =
        Stream.of("catalog_name", "schema_name", "table_name")
            .map(part -> text(table, part))
            .filter(part -> !part.isEmpty())
            .toList();
    Relation relation =
        path.size() == 1
            ? scope.commonTable(path.getFirst()).orElseGet(() -> queries.dataset(path))
            : queries.dataset(path);
    List<String> aliases = texts(table, "column_name_alias");
    List<Derived> columns =
        relation.open() ? relation.columns() : Derived.renamed(relation.columns(), aliases);
    String alias = text(table, "alias");
    return relation.with(columns).named(alias.isEmpty() ? full(path) : List.of(alias));
  }

  /** With the catalog that a group is in, by which columns may be qualified too. */
  private static List<String> full(List<String> path) {
    return path.size() == 2 ? List.of(CATALOG, path.get(0), path.get(1)) : path;
  }

  private Relation subquery(JsonNode table) {
    Rows rows = queries.of(table.path("subquery").path("node"), scope);
    filters.add(rows.filters());
    return rows.as(List.of(text(table, "alias")), texts(table, "column_name_alias"));
  }

  private Relation function(JsonNode table) {
    JsonNode function = table.path("function");
    String name = text(function, "function_name");
    Sources sources = expressions.of(function).atMost(Via.EXPRESSION);
    String alias = text(table, "alias");
    List<String> path = List.of(alias.isEmpty() ? name : alias);
    List<String> names = texts(table, "column_name_alias");
    boolean plain = text(table, "with_ordinality").equals("WITHOUT_ORDINALITY");
    int columns = COLUMNS.getOrDefault(name, names.size());
    if (columns == 0 || !plain) {
      return Relation.open(path, sources);
    }
    List<Derived> derived =
        IntStream.range(0, columns).mapToObj(i -> new Derived(name, sources)).toList();
    return new Relation(path, Derived.renamed(derived, names), columns == 8 && names.isEmpty());
  }

  private Relation values(JsonNode table) {
    List<Derived> columns = new ArrayList<>();
    each(table, "values").forEach(row -> merge(columns, row));
    List<Derived> named = Derived.renamed(columns, texts(table, "expected_names"));
    return new Relation(List.of(text(table, "alias")), named, false);
  }

  private void merge(List<Derived> columns, JsonNode row) {
    for (int i = 0; i < row.size(); i++) {
      Sources sources = expressions.of(row.get(i));
      if (i == columns.size()) {
        columns.add(new Derived("col" + i, sources));
      } else {
        Derived before = columns.get(i);
        columns.set(i, new Derived(before.name(), before.sources().and(sources)));
      }
    }
  }

  /** Rows become columns: any column may come from any of the source's. */
  private Relation pivot(JsonNode table) {
    Scope inside = new Scope(scope);
    new Tables(queries, inside, filters).add(table.path("source"));
    Sources all = Sources.all(inside.columns().stream().map(Derived::sources).toList());
    return Relation.open(List.of(text(table, "alias")), all);
  }

  private void join(JsonNode join) {
    int start = scope.relations().size();
    add(join.path("left"));
    int middle = scope.relations().size();
    add(join.path("right"));
    expressions.filter(join.path("condition"));
    List<String> using = texts(join, "using_columns");
    if (text(join, "ref_type").equals("NATURAL")) {
      using = common(start, middle);
    }
    if (!using.isEmpty()) {
      merge(using, start, middle, text(join, "join_type"));
    }
    String type = text(join, "join_type");
    if (type.equals("SEMI") || type.equals("ANTI")) {
      scope.relations().subList(middle, scope.relations().size()).clear();
    }
  }

  private List<String> common(int start, int middle) {
    List<Relation> relations = scope.relations();
    return relations.subList(start, middle).stream()
        .flatMap(left -> left.columns().stream())
        .map(Derived::name)
        .filter(
            name ->
                relations.subList(middle, relations.size()).stream()
                    .anyMatch(right -> !right.open() && !right.named(name).isEmpty()))
        .distinct()
        .toList();
  }

  /** Columns of USING stand once, and decide which rows there are. */
  private void merge(List<String> using, int start, int middle, String type) {
    List<Relation> relations = scope.relations();
    for (String name : using) {
      List<Sources> left = sources(relations.subList(start, middle), name);
      List<Sources> right = sources(relations.subList(middle, relations.size()), name);
      filters.add(Sources.all(left).and(Sources.all(right)).atMost(Via.FILTER));
      Sources kept =
          switch (type) {
            case "RIGHT" -> Sources.all(right);
            case "OUTER", "FULL" ->
                Sources.all(left).and(Sources.all(right)).atMost(Via.EXPRESSION);
            default -> Sources.all(left);
          };
      for (int i = start; i < relations.size(); i++) {
        Relation changed =
            i < middle ? with(relations.get(i), name, kept) : hide(relations.get(i), name);
        relations.set(i, changed);
      }
    }
  }

  private static List<Sources> sources(List<Relation> relations, String name) {
    return relations.stream()
        .flatMap(relation -> relation.named(name).stream())
        .map(Derived::sources)
        .toList();
  }

  private static Relation with(Relation relation, String name, Sources kept) {
    return relation.with(
        relation.columns().stream()
            .map(column -> column.isNamed(name) ? new Derived(column.name(), kept) : column)
            .toList());
  }

  private static Relation hide(Relation relation, String name) {
    return relation.open() ? relation : relation.hiding(name);
  }
}
