package io.optima.rules;

import io.optima.model.schema.DataType;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.rules.SqlTerms.NotInSql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * All rules in one SELECT: conditions once, in a subquery; then which rule of a group goes first;
 * then values by priority.
 */
final class SqlStatement {
  private final Rules rules;
  private final Order order;
  private final SqlParts parts;
  private final List<CheckedRule> asked;

  SqlStatement(Rules rules, Order order) {
    this.rules = rules;
    this.order = order;
    this.parts = new SqlParts(new SqlTerms(rules.columns()), order.explain());
    this.asked = order.rules();
  }

  Map<String, String> leftToCel() {
    Map<String, String> left = new LinkedHashMap<>();
    for (CheckedRule rule : asked) {
      try {
        var _ = parts.condition(rule);
      } catch (NotInSql e) {
        left.put(rule.name(), String.valueOf(e.getMessage()));
      }
    }
    return left;
  }

  String of(String output, TableSchema input, String source) {
    Names names = Names.beside(input);
    String from = conditions(names, source);
    return switch (output) {
      case Rules.ROWS -> rows(names, input, from);
      case Rules.REJECTED -> rejected(names, input, from);
      default -> emitted(names, output, from);
    };
  }

  /** Names of helping columns that no column of the source has. */
  private record Names(String prefix) {
    static Names beside(TableSchema input) {
      String prefix = "rule_";
      while (clashes(input, prefix)) {
        prefix += "_";
      }
      return new Names(prefix);
    }

    private static boolean clashes(TableSchema input, String prefix) {
      return input.names().stream()
          .anyMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith(prefix));
    }

    String condition(int rule) {
      return prefix + rule;
    }

    String winner(int group) {
      return prefix + "first" + group;
    }
  }

  private String conditions(Names names, String source) {
    if (asked.isEmpty()) {
      return source;
    }
    StringBuilder inner = new StringBuilder("select *");
    for (int i = 0; i < asked.size(); i++) {
      inner.append(", ").append(parts.condition(asked.get(i)));
      inner.append(" as ").append(names.condition(i));
    }
    inner.append(" from ").append(source);
    List<String> groups = firstGroups();
    if (groups.isEmpty()) {
      return "(" + inner + ")";
    }
    StringBuilder outer = new StringBuilder("select *");
    for (int g = 0; g < groups.size(); g++) {
      outer.append(", case");
      for (int i : rulesOf(groups.get(g))) {
        outer.append(" when ").append(names.condition(i)).append(" then ").append(i);
      }
      outer.append(" else -1 end as ").append(names.winner(g));
    }
    return "(" + outer + " from (" + inner + "))";
  }

  private List<String> firstGroups() {
    return asked.stream()
        .map(rule -> rule.rule().group())
        .distinct()
        .filter(group -> order.matching(group) == Matching.FIRST)
        .toList();
  }

  private List<Integer> rulesOf(String group) {
    return IntStream.range(0, asked.size())
        .filter(i -> asked.get(i).rule().group().equals(group))
        .boxed()
        .toList();
  }

  /** Whether a rule fires; NULL means no. */
  private String fires(Names names, int rule) {
    String group = asked.get(rule).rule().group();
    return order.matching(group) == Matching.FIRST
        ? "(%s = %d)".formatted(names.winner(firstGroups().indexOf(group)), rule)
        : names.condition(rule);
  }

  private String rows(Names names, TableSchema input, String from) {
    List<String> columns = new ArrayList<>();
    for (Field field : input.fields()) {
      String name = SqlTerms.name(field.name());
      columns.add(set(names, field.name(), name) + " as " + name);
    }
    rules
        .added()
        .forEach(
            (column, type) ->
                columns.add(
                    "(%s)::%s as %s"
                        .formatted(
                            set(names, column, "null"),
                            SqlParts.type(type),
                            SqlTerms.name(column))));
    List<String> told = rules.schema(Rules.ROWS, input).names();
    List<String> added = told.subList(columns.size(), told.size());
    added.forEach(column -> columns.add(told(names, column) + " as " + column));
    String sql = "select " + String.join(", ", columns) + " from " + from;
    List<Integer> rejecting = where(rule -> rule.rule().reject() != null);
    return rejecting.isEmpty() ? sql : sql + " where (" + any(names, rejecting) + ") is not true";
  }

  private String told(Names names, String column) {
    return switch (column) {
      case Outputs.FIRED -> fired(names, CheckedRule::name);
      case Outputs.WHY -> fired(names, rule -> rule.rule().reason());
      case Outputs.FAILED ->
          chosen(
              asked.stream().map(CheckedRule::name).toList(),
              IntStream.range(0, asked.size())
                  .mapToObj(i -> "(" + names.condition(i) + " is null)")
                  .toList());
      default ->
          chosen(
              order.tags(),
              order.tags().stream()
                  .map(tag -> any(names, where(rule -> rule.rule().tags().contains(tag))))
                  .toList());
    };
  }

  private String fired(Names names, Function<CheckedRule, String> text) {
    return chosen(
        asked.stream().map(text).toList(),
        IntStream.range(0, asked.size()).mapToObj(i -> fires(names, i)).toList());
  }

  /** A list of those texts whose flag is true. */
  private static String chosen(List<String> texts, List<String> flags) {
    if (texts.isEmpty()) {
      return "[]::varchar[]";
    }
    String list = texts.stream().map(SqlTerms::quoted).collect(Collectors.joining(", "));
    String certain =
        flags.stream()
            .map(flag -> "coalesce(" + flag + ", false)")
            .collect(Collectors.joining(", "));
    return "case when %s then list_where([%s], [%s]) else []::varchar[] end"
        .formatted(String.join(" or ", flags), list, certain);
  }

  private List<Integer> where(Predicate<CheckedRule> rule) {
    return IntStream.range(0, asked.size()).filter(i -> rule.test(asked.get(i))).boxed().toList();
  }

  private String any(Names names, List<Integer> rules) {
    return rules.stream().map(i -> fires(names, i)).collect(Collectors.joining(" or ", "(", ")"));
  }

  private String set(Names names, String column, String otherwise) {
    List<Integer> setting = where(rule -> rule.set().containsKey(column));
    if (setting.isEmpty()) {
      return otherwise;
    }
    return choice(
        names,
        setting,
        rule -> parts.value(java.util.Objects.requireNonNull(rule.set().get(column))),
        otherwise);
  }

  private String choice(
      Names names, List<Integer> among, Function<CheckedRule, String> value, String otherwise) {
    return among.stream()
        .map(i -> " when %s then %s".formatted(fires(names, i), value.apply(asked.get(i))))
        .collect(Collectors.joining("", "case", " else " + otherwise + " end"));
  }

  private String rejected(Names names, TableSchema input, String from) {
    List<Integer> rejecting = where(rule -> rule.rule().reject() != null);
    String columns = input.names().stream().map(SqlTerms::name).collect(Collectors.joining(", "));
    if (rejecting.isEmpty()) {
      return "select %s, null::varchar as reason, []::varchar[] as fired from %s where false"
          .formatted(columns, from);
    }
    return "select %s, %s as reason, %s as fired from %s where %s"
        .formatted(
            columns,
            choice(
                names,
                rejecting,
                rule -> SqlTerms.quoted(java.util.Objects.requireNonNull(rule.rule().reject())),
                "null"),
            fired(names, CheckedRule::name),
            from,
            any(names, rejecting));
  }

  /** One row for each rule that fires, those of a row in the order of the rules. */
  private String emitted(Names names, String output, String from) {
    Map<String, DataType> columns = rules.emitted(output);
    List<Integer> emitting = where(rule -> rule.emit().containsKey(output));
    String wanted =
        columns.entrySet().stream()
            .map(
                column ->
                    "(emitted.%1$s)::%2$s as %1$s"
                        .formatted(
                            SqlTerms.name(column.getKey()), SqlParts.type(column.getValue())))
            .collect(Collectors.joining(", "));
    if (emitting.isEmpty()) {
      return "select %s from %s where false"
          .formatted(wanted.replaceAll("\\(emitted\\.\"[^\"]*\"\\)", "null"), from);
    }
    String rows =
        emitting.stream()
            .map(
                i ->
                    "case when %s then %s end"
                        .formatted(fires(names, i), struct(asked.get(i), output, columns)))
            .collect(Collectors.joining(", "));
    return "select %s from (select unnest([%s]) as emitted from %s where %s)"
            .formatted(wanted, rows, from, any(names, emitting))
        + " where emitted is not null";
  }

  private String struct(CheckedRule rule, String output, Map<String, DataType> columns) {
    Map<String, CheckedValue> values = rule.emit().getOrDefault(output, Map.of());
    return columns.entrySet().stream()
        .map(
            column -> {
              CheckedValue value = values.get(column.getKey());
              String sql = value == null ? "null" : parts.value(value);
              return "%s: (%s)::%s"
                  .formatted(
                      SqlTerms.quoted(column.getKey()), sql, SqlParts.type(column.getValue()));
            })
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
