package io.optima.transform.yaml;

import io.optima.model.transform.Definition.Step;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepWork;
import io.optima.model.transform.StepWork.SqlWork;
import io.optima.yaml.Block;
import io.optima.yaml.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** Steps in the document: what all have in common, and one key that says what the step does. */
final class StepReader {
  private static final Set<String> COMMON = Set.of("needs", "retry", "timeout");

  /** How the value of the kind's key is read for a step of that name. */
  private static final Map<String, BiFunction<Value, StepName, StepWork>> KINDS =
      new TreeMap<>(Map.of("sql", StepReader::sql));

  private StepReader() {}

  static Set<String> kinds() {
    return KINDS.keySet();
  }

  static Step read(Block steps, StepName name) {
    Set<String> allowed = new TreeSet<>(COMMON);
    allowed.addAll(KINDS.keySet());
    Block block = steps.block(name.name(), "step " + name, allowed);
    List<String> kinds = KINDS.keySet().stream().filter(block::has).toList();
    if (kinds.size() != 1) {
      throw steps.refusedName(
          name.name(),
          "step '%s' has to do one thing: give it one of %s"
              .formatted(name, String.join(", ", KINDS.keySet())));
    }
    String kind = kinds.getFirst();
    StepWork work = kind(kind).apply(block.value(kind), name);
    return new Step(
        needs(block),
        work,
        block.has("retry") ? RuleReader.retry(block) : null,
        block.optionalDuration("timeout").orElse(null));
  }

  private static BiFunction<Value, StepName, StepWork> kind(String name) {
    return java.util.Objects.requireNonNull(KINDS.get(name));
  }

  private static List<StepName> needs(Block block) {
    List<StepName> needs = new ArrayList<>();
    for (Value need : block.list("needs")) {
      needs.add(need.checked(() -> new StepName(need.text())));
    }
    return needs;
  }

  /** One statement makes the table that is named as the step; several are named themselves. */
  private static StepWork sql(Value value, StepName step) {
    if (value.kind() != Value.Kind.MAPPING) {
      return new SqlWork(Map.of(step.name(), statement(value)));
    }
    Block block = value.block("sql of step " + step);
    Map<String, String> statements = new LinkedHashMap<>();
    for (String table : block.keys()) {
      block.checked(table, () -> new StepName(table));
      statements.put(table, statement(block.value(table)));
    }
    if (statements.isEmpty()) {
      throw value.refused("sql of step '%s' has no statement".formatted(step));
    }
    return new SqlWork(statements);
  }

  private static String statement(Value value) {
    String sql = value.text();
    if (sql.isBlank()) {
      throw value.refused("there is no SQL here");
    }
    return sql;
  }
}
