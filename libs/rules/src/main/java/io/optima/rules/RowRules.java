package io.optima.rules;

import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime.Program;
import dev.cel.runtime.CelVariableResolver;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.TableSchema;
import io.optima.rules.Decision.Emitted;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides row by row with CEL itself: what the SQL is measured by. For one thread at a time. */
final class RowRules {
  /** A rule ready to run. */
  private record Prepared(
      CheckedRule rule,
      Program when,
      Map<String, Value> set,
      Map<String, Map<String, Value>> emit) {}

  private record Value(Program program, DataType type) {}

  private final Order order;
  private final List<Prepared> rules = new ArrayList<>();
  private final Map<String, Integer> positions = new HashMap<>();
  private @Nullable Object[] row = new Object[0];
  private final CelVariableResolver resolver = this::value;

  RowRules(Order order, Cel cel, TableSchema columns) {
    this.order = order;
    columns.names().forEach(name -> positions.put(name, positions.size()));
    for (CheckedRule rule : order.rules()) {
      Map<String, Map<String, Value>> emit = new LinkedHashMap<>();
      rule.emit().forEach((output, values) -> emit.put(output, values(cel, values)));
      rules.add(new Prepared(rule, cel.program(rule.when()), values(cel, rule.set()), emit));
    }
  }

  private static Map<String, Value> values(Cel cel, Map<String, CheckedValue> checked) {
    Map<String, Value> values = new LinkedHashMap<>();
    checked.forEach(
        (name, value) -> values.put(name, new Value(cel.program(value.tree()), value.type())));
    return values;
  }

  private Optional<Object> value(String name) {
    Integer position = positions.get(name);
    if (position == null) {
      return Optional.empty();
    }
    Object value = row[position];
    if (value instanceof List<?> list && list.size() > Limits.LIST_ITEMS) {
      throw new IllegalArgumentException(
          "'%s' has %d items: at most %d".formatted(name, list.size(), Limits.LIST_ITEMS));
    }
    return Optional.of(value == null ? NullValue.NULL_VALUE : value);
  }

  /**
   * @param values of the declared columns in their order, as CEL has them; null for null
   */
  Decision decide(@Nullable Object[] values) {
    row = values;
    List<CheckedRule> fired = new ArrayList<>();
    Map<String, String> failed = new LinkedHashMap<>();
    Map<String, @Nullable Object> set = new LinkedHashMap<>();
    List<Emitted> emitted = new ArrayList<>();
    Set<String> decided = new HashSet<>();
    for (Prepared each : rules) {
      String group = each.rule().rule().group();
      boolean late = decided.contains(group);
      if (late && order.explain() != Explain.WHY) {
        continue;
      }
      try {
        if (!holds(each)) {
          continue;
        }
        Map<String, @Nullable Object> own = computed(each.set());
        List<Emitted> rows = new ArrayList<>();
        for (Map.Entry<String, Map<String, Value>> output : each.emit().entrySet()) {
          rows.add(new Emitted(output.getKey(), computed(output.getValue())));
        }
        if (!late) {
          fired.add(each.rule());
          own.forEach(
              (column, value) -> {
                if (!set.containsKey(column)) {
                  set.put(column, value);
                }
              });
          emitted.addAll(rows);
          if (order.matching(group) == Matching.FIRST) {
            decided.add(group);
          }
        }
      } catch (CelEvaluationException | RuntimeException e) {
        failed.put(each.rule().name(), String.valueOf(e.getMessage()));
      }
    }
    return decision(fired, failed, set, emitted);
  }

  private boolean holds(Prepared rule) throws CelEvaluationException {
    Object held = rule.when().eval(resolver);
    if (held instanceof Boolean holds) {
      return holds;
    }
    throw new CelEvaluationException("the condition is null");
  }

  private Map<String, @Nullable Object> computed(Map<String, Value> values)
      throws CelEvaluationException {
    Map<String, @Nullable Object> computed = new LinkedHashMap<>();
    for (Map.Entry<String, Value> value : values.entrySet()) {
      Object result = value.getValue().program().eval(resolver);
      computed.put(value.getKey(), fitted(value.getKey(), value.getValue().type(), result));
    }
    return computed;
  }

  private static @Nullable Object fitted(String column, DataType type, Object result)
      throws CelEvaluationException {
    if (result instanceof NullValue) {
      return null;
    }
    if (result instanceof Long number && type instanceof Simple simple && !fits(number, simple)) {
      throw new CelEvaluationException(
          "%d is out of range for column '%s' of %s".formatted(number, column, type.text()));
    }
    if (result instanceof java.time.Instant at
        && (at.isBefore(SqlTimes.FIRST)
            || at.isAfter(SqlTimes.LAST)
            || !at.truncatedTo(ChronoUnit.MICROS).equals(at))) {
      throw new CelEvaluationException("column '%s' holds microseconds".formatted(column));
    }
    return result;
  }

  private static boolean fits(long number, Simple type) {
    Term.Range range = SqlNumbers.column("", "", type).reach();
    return Term.Range.of(number, number).within(range);
  }

  private Decision decision(
      List<CheckedRule> fired,
      Map<String, String> failed,
      Map<String, @Nullable Object> set,
      List<Emitted> emitted) {
    Set<String> tagged = new HashSet<>();
    String rejected = null;
    for (CheckedRule rule : fired) {
      tagged.addAll(rule.rule().tags());
      if (rejected == null) {
        rejected = rule.rule().reject();
      }
    }
    return new Decision(
        fired.stream().map(CheckedRule::name).toList(),
        fired.stream().map(rule -> rule.rule().reason()).toList(),
        failed,
        set,
        order.tags().stream().filter(tagged::contains).toList(),
        rejected,
        emitted);
  }
}
