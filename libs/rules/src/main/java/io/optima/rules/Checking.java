package io.optima.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.Field;
import io.optima.yaml.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Types of all expressions, and of the columns that rules make. */
final class Checking {
  private final Ruleset document;
  private final Cel cel;
  private final Problems problems;
  private final Map<String, DataType> added = new LinkedHashMap<>();
  private final Map<String, Map<String, DataType>> emitted = new LinkedHashMap<>();
  private final Map<Expression, CelAbstractSyntaxTree> trees = new HashMap<>();

  Checking(Ruleset document, Cel cel, Problems problems) {
    this.document = document;
    this.cel = cel;
    this.problems = problems;
  }

  List<CheckedRule> check() {
    document.rules().forEach(rule -> problems.gather(() -> types(rule)));
    List<CheckedRule> checked = new ArrayList<>();
    document.rules().forEach(rule -> problems.gather(() -> checked(rule)).ifPresent(checked::add));
    return List.copyOf(checked);
  }

  /** New columns of the main output, in the order in which the document names them. */
  Map<String, DataType> added() {
    return added;
  }

  /** Columns by output. */
  Map<String, Map<String, DataType>> emitted() {
    return emitted;
  }

  /** New columns may be named by several rules; one of them has to tell the type. */
  private boolean types(Rule rule) {
    rule.set()
        .forEach(
            (column, value) -> {
              if (document.columns().field(column).isEmpty()) {
                type(value).ifPresent(type -> same(added, column, type, value));
              }
            });
    rule.emit()
        .forEach(
            (output, columns) -> {
              Map<String, DataType> types =
                  emitted.computeIfAbsent(output, name -> new LinkedHashMap<>());
              columns.forEach(
                  (column, value) ->
                      type(value).ifPresent(type -> same(types, column, type, value)));
            });
    return true;
  }

  private static void same(
      Map<String, DataType> types, String column, DataType type, Expression value) {
    DataType known = types.putIfAbsent(column, type);
    if (known != null && !known.equals(type)) {
      throw value
          .value()
          .refused(
              "column '%s' is %s in another rule, here it is %s"
                  .formatted(column, known.text(), type.text()));
    }
  }

  private CelAbstractSyntaxTree tree(Expression expression) {
    return trees.computeIfAbsent(expression, cel::check);
  }

  /** Empty for null. */
  private Optional<DataType> type(Expression value) {
    CelType type = tree(value).getResultType();
    if (type.equals(SimpleType.NULL_TYPE)) {
      return Optional.empty();
    }
    return Optional.of(
        Kind.of(type)
            .map(Kind::column)
            .orElseThrow(() -> value.value().refused("a column cannot hold a " + type.name())));
  }

  private CheckedRule checked(Rule rule) {
    CelAbstractSyntaxTree when = tree(rule.when());
    if (Kind.of(when.getResultType()).filter(kind -> kind == Kind.BOOL).isEmpty()) {
      throw rule.when()
          .value()
          .refused("a condition has to be true or false, this is a " + when.getResultType().name());
    }
    Map<String, CheckedValue> set = new LinkedHashMap<>();
    rule.set().forEach((column, value) -> set.put(column, setting(column, value)));
    Map<String, Map<String, CheckedValue>> emit = new LinkedHashMap<>();
    rule.emit().forEach((output, columns) -> emit.put(output, emitting(rule, output, columns)));
    return new CheckedRule(rule, when, set, emit);
  }

  private CheckedValue setting(String column, Expression value) {
    if (Outputs.COLUMNS.contains(column)) {
      throw value.value().refused("'" + column + "' is a column that rules fill themselves");
    }
    DataType target =
        document.columns().field(column).map(Field::type).orElseGet(() -> added.get(column));
    return fitting(column, target, value);
  }

  private Map<String, CheckedValue> emitting(
      Rule rule, String output, Map<String, Expression> columns) {
    Map<String, DataType> types = emitted.getOrDefault(output, Map.of());
    if (columns.isEmpty() || !types.keySet().containsAll(columns.keySet())) {
      String column = columns.keySet().stream().findFirst().orElse("");
      throw rule.when()
          .value()
          .refused(
              "output '%s' needs columns whose type follows from a value, not from null (rule %s,"
                      .formatted(output, rule.name())
                  + " column '"
                  + column
                  + "')");
    }
    Map<String, CheckedValue> checked = new LinkedHashMap<>();
    columns.forEach((name, value) -> checked.put(name, fitting(name, types.get(name), value)));
    return checked;
  }

  private CheckedValue fitting(
      String column, @org.jspecify.annotations.Nullable DataType target, Expression value) {
    if (target == null) {
      throw value
          .value()
          .refused("the type of column '" + column + "' follows from no rule: null has none");
    }
    if (target == Simple.FLOAT32
        || target == Simple.DATE
        || target == Simple.TIMESTAMP
        || Kind.of(target).isEmpty()) {
      throw value
          .value()
          .refused(
              "column '%s' is %s, which rules cannot set: set a new column"
                  .formatted(column, target.text()));
    }
    Optional<DataType> type = type(value);
    if (type.isPresent() && !Kind.of(type.get()).equals(Kind.of(target))) {
      throw value
          .value()
          .refused(
              "column '%s' is %s, the value is %s"
                  .formatted(column, target.text(), type.get().text()));
    }
    return new CheckedValue(tree(value), target);
  }
}
