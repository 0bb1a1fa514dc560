package io.optima.query.lineage;

import static io.optima.query.lineage.Trees.each;
import static io.optima.query.lineage.Trees.has;
import static io.optima.query.lineage.Trees.text;
import static io.optima.query.lineage.Trees.texts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Columns of a select list, its stars expanded. */
final class SelectList {
  private final Scope scope;
  private final Expressions expressions;
  private final List<Derived> columns = new ArrayList<>();
  private boolean open;

  SelectList(Scope scope, Expressions expressions) {
    this.scope = scope;
    this.expressions = expressions;
  }

  void add(JsonNode item) {
    JsonNode star = star(item);
    if (star == null) {
      single(item);
    } else if (text(item, "class").equals("STAR")) {
      expand(star).forEach(columns::add);
    } else {
      List<Derived> expanded = expand(star);
      Sources around = expressions.of(without(item));
      expanded.forEach(
          column ->
              columns.add(
                  new Derived(column.name(), column.sources().atMost(Via.EXPRESSION).and(around))));
    }
  }

  List<Derived> columns() {
    return columns;
  }

  /** Whether there may be another number of columns. */
  boolean open() {
    return open;
  }

  private void single(JsonNode item) {
    String name = name(item);
    Sources sources = expressions.of(item);
    boolean unnest =
        text(item, "function_name").equals("unnest") && item.path("arguments").size() > 1;
    open |= unnest; // unnest(…, recursive := true) makes as many columns as a struct has fields
    columns.add(new Derived(name, sources));
    if (!text(item, "alias").isEmpty()) {
      scope.alias(name, sources);
    }
  }

  private static String name(JsonNode item) {
    String alias = text(item, "alias");
    List<String> path = texts(item, "column_names");
    return !alias.isEmpty() || path.isEmpty() ? alias : path.getLast();
  }

  private static @Nullable JsonNode star(JsonNode node) {
    if (text(node, "class").equals("STAR")) {
      return node;
    }
    if (text(node, "class").equals("SUBQUERY") || isCountStar(node)) {
      return null;
    }
    return node.valueStream()
        .filter(JsonNode::isContainer)
        .map(SelectList::star)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static boolean isCountStar(JsonNode node) {
    return text(node, "function_name").equals("count_star");
  }

  /** The expression around a star: its other parts count for every column. */
  private static JsonNode without(JsonNode item) {
    JsonNode copy = item.deepCopy();
    remove(copy);
    return copy;
  }

  private static void remove(JsonNode node) {
    if (node instanceof tools.jackson.databind.node.ObjectNode object
        && text(node, "class").equals("STAR")) {
      object.removeAll();
      object.put("class", "CONSTANT");
      return;
    }
    node.valueStream().filter(JsonNode::isContainer).forEach(SelectList::remove);
  }

  private List<Derived> expand(JsonNode star) {
    String qualifier = text(star, "relation_name");
    List<Relation> relations =
        scope.relations().stream()
            .filter(relation -> qualifier.isEmpty() || relation.isNamed(List.of(qualifier)))
            .toList();
    open |= relations.stream().anyMatch(Relation::open) || relations.isEmpty();
    List<Derived> all = relations.stream().flatMap(r -> r.columns().stream()).toList();
    return changed(star, has(star, "expr") ? chosen(star.path("expr"), all) : all);
  }

  private List<Derived> chosen(JsonNode choice, List<Derived> all) {
    String pattern = text(choice.path("literal"), "text");
    try {
      Pattern regex = Pattern.compile(pattern);
      if (!pattern.isEmpty()) {
        return all.stream().filter(column -> regex.matcher(column.name()).find()).toList();
      }
    } catch (PatternSyntaxException e) {
      // RE2 and Java differ in places: any column may be meant
    }
    open = true; // a lambda or a list decides
    return all;
  }

  private List<Derived> changed(JsonNode star, List<Derived> all) {
    List<String> excluded = excluded(star);
    Map<String, Sources> replaced =
        byKey(star, "replace_list", entry -> expressions.of(entry.path("value")));
    Map<String, String> renamed = byKey(star, "rename_list", entry -> text(entry, "value"));
    List<Derived> columns = new ArrayList<>();
    for (Derived column : all) {
      String key = Derived.key(column.name());
      if (!excluded.contains(key)) {
        Sources sources = replaced.getOrDefault(key, column.sources());
        columns.add(new Derived(renamed.getOrDefault(key, column.name()), sources));
      }
    }
    return columns;
  }

  private static List<String> excluded(JsonNode star) {
    List<String> excluded = new ArrayList<>();
    texts(star, "exclude_list").forEach(name -> excluded.add(Derived.key(name)));
    each(star, "qualified_exclude_list")
        .forEach(column -> excluded.add(Derived.key(text(column, "column"))));
    return excluded;
  }

  private static <T> Map<String, T> byKey(JsonNode star, String list, Function<JsonNode, T> value) {
    return each(star, list)
        .collect(Collectors.toMap(SelectList::key, value, (first, second) -> first));
  }

  private static String key(JsonNode entry) {
    JsonNode key = entry.path("key");
    return Derived.key(key.isObject() ? text(key, "column") : key.asString(""));
  }
}
