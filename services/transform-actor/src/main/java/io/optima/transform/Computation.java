package io.optima.transform;

import io.optima.model.DatasetName;
import io.optima.model.dataset.Input;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Version;
import io.optima.model.transform.Definition;
import io.optima.model.transform.Run;
import io.optima.model.transform.RunRecord;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepRef;
import io.optima.store.DatasetLog;
import io.optima.store.Json;
import io.optima.store.RunRecords;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What decides a run's result: SQL, the inputs' contents, parameters, and where it goes. The same
 * computation is not done twice while the output still holds what it made.
 */
public record Computation(
    String sql,
    SortedMap<String, String> inputs,
    SortedMap<String, String> parameters,
    DatasetName output) {

  /**
   * @param inputs pinned, by the name in the SQL
   * @param parameters texts of all parameters
   */
  public static Computation of(
      Definition definition,
      SortedMap<String, Input> inputs,
      Map<String, String> parameters,
      DatasetName output) {
    SortedMap<String, String> contents = new TreeMap<>();
    inputs.forEach((alias, input) -> contents.put(alias, input.dataset() + "@" + input.content()));
    SortedMap<String, String> values = new TreeMap<>();
    definition
        .parameters()
        .forEach(
            (name, parameter) ->
                values.put(name, parameter.type().text() + " " + parameters.get(name)));
    return new Computation(definition.sql(), contents, values, output);
  }

  /** Remembers that the run made the result. */
  public void remember(RunRecords records, String run) {
    records.remember(Json.bytes(this), new StepRef(run, StepName.COMMIT));
  }

  /** The output's latest version, when an earlier run of the same computation made its content. */
  public Optional<Version> result(RunRecords records, DatasetLog datasets) {
    Optional<LogEntry> head = datasets.head(output).filter(entry -> !entry.dropped());
    return head.flatMap(entry -> Optional.ofNullable(entry.latest()))
        .filter(
            latest ->
                records
                    .remembered(Json.bytes(this))
                    .map(StepRef::run)
                    .flatMap(records::finished)
                    .map(RunRecord::run)
                    .map(Run::content)
                    .filter(latest.content()::equals)
                    .isPresent());
  }

  /** Inputs in the order of their names in the SQL, as runs list them. */
  public static SortedMap<String, Input> byAlias(Definition definition, Run run) {
    SortedMap<String, Input> inputs = new TreeMap<>();
    Iterator<Input> pinned = run.inputs().iterator();
    new TreeMap<>(definition.inputs()).forEach((alias, ref) -> inputs.put(alias, pinned.next()));
    return inputs;
  }
}
