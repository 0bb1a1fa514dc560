package io.optima.transform.step;

import io.optima.model.DatasetName;
import io.optima.model.dataset.Input;
import io.optima.model.transform.Definition;
import io.optima.model.transform.Definition.Parameter;
import io.optima.model.transform.RowsRef;
import io.optima.model.transform.Run;
import io.optima.model.transform.StepWork;
import io.optima.store.Json;
import io.optima.transform.step.StepKind.Prepared;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What decides the result of a step, or of a whole run: what is done, to which contents, with which
 * parameters. The same is not done twice.
 *
 * @param format of steps' results: another one knows nothing of what was made before
 * @param work of the step, or all that the run does
 * @param contents of what it reads, by name
 * @param parameters type and text of those it uses
 * @param outputs of a whole run
 */
public record Computation(
    int format,
    Object work,
    SortedMap<String, String> contents,
    SortedMap<String, String> parameters,
    SortedMap<String, DatasetName> outputs) {

  /** Rises when a kind of step makes other rows of the same. */
  private static final int FORMAT = 1;

  /** Of a step. */
  public static Computation of(StepWork work, Prepared prepared, StepInput input) {
    SortedMap<String, String> contents = new TreeMap<>();
    for (String name : prepared.reads()) {
      RowsRef table = input.tables().get(name);
      Input version = input.inputs().get(name);
      if (table != null) {
        contents.put(name, table.content().toString());
      } else if (version != null) {
        contents.put(name, text(version));
      }
    }
    return new Computation(
        FORMAT,
        List.of(work),
        contents,
        parameters(input.declared(), input.parameters(), prepared.parameters()),
        new TreeMap<>());
  }

  /** Of a whole run. */
  public static Computation of(Definition definition, Run run) {
    SortedMap<String, String> contents = new TreeMap<>();
    run.inputs().forEach((name, input) -> contents.put(name, text(input)));
    SortedMap<String, DatasetName> outputs = new TreeMap<>();
    run.outputs().forEach(output -> outputs.put(output.name(), output.dataset()));
    return new Computation(
        FORMAT,
        List.of(definition.steps(), modes(definition)),
        contents,
        parameters(definition.parameters(), run.parameters(), definition.parameters().keySet()),
        outputs);
  }

  private static SortedMap<String, String> modes(Definition definition) {
    SortedMap<String, String> modes = new TreeMap<>();
    definition.outputs().forEach((name, output) -> modes.put(name, output.mode().name()));
    return modes;
  }

  private static String text(Input input) {
    return input.dataset() + "@" + input.content();
  }

  private static SortedMap<String, String> parameters(
      Map<String, Parameter> declared, Map<String, String> texts, Iterable<String> used) {
    SortedMap<String, String> values = new TreeMap<>();
    used.forEach(
        name -> {
          Parameter parameter = declared.get(name);
          if (parameter != null) {
            values.put(name, parameter.type().text() + " " + texts.get(name));
          }
        });
    return values;
  }

  /** The same for the same computation. */
  public byte[] bytes() {
    return Json.bytes(this);
  }
}
