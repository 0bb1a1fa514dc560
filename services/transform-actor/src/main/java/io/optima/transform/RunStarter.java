package io.optima.transform;

import io.optima.model.DatasetName;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.dataset.Input;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Mode;
import io.optima.model.dataset.Version;
import io.optima.model.transform.Definition;
import io.optima.model.transform.Definition.Output;
import io.optima.model.transform.Revision;
import io.optima.model.transform.Run;
import io.optima.model.transform.Run.LogLine;
import io.optima.model.transform.Run.Progress;
import io.optima.model.transform.RunOutput;
import io.optima.model.transform.RunRecord;
import io.optima.model.transform.RunState;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepRef;
import io.optima.model.transform.StepResult;
import io.optima.model.transform.StepRun;
import io.optima.model.transform.StepState;
import io.optima.model.transform.TransformQueries.Start;
import io.optima.store.DatasetLog;
import io.optima.store.RunRecords;
import io.optima.store.Store;
import io.optima.transform.definition.Inputs;
import io.optima.transform.definition.Transformations;
import io.optima.transform.run.Plan;
import io.optima.transform.run.RunIds;
import io.optima.transform.step.Computation;
import io.optima.transform.step.ParameterValues;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Accepts runs: pins their inputs, and answers at once when the result is there already. */
public final class RunStarter {
  private final RunRecords records;
  private final DatasetLog datasets;
  private final Transformations transformations;
  private final Inputs inputs;
  private final RunIds ids;
  private final Clock clock;
  private final Function<String, Run> look;
  private final Consumer<RunRecord> told;

  /**
   * @param look makes the actor of a run look after it
   * @param told hears of runs that are accepted
   */
  public RunStarter(
      Store store,
      Transformations transformations,
      Inputs inputs,
      Clock clock,
      Function<String, Run> look,
      Consumer<RunRecord> told) {
    this.records = store.runs();
    this.datasets = store.datasets();
    this.transformations = transformations;
    this.inputs = inputs;
    this.ids = new RunIds(clock);
    this.clock = clock;
    this.look = look;
    this.told = told;
  }

  /**
   * Starts a run, or answers with the one that the same key has started before.
   *
   * @throws OptimaException NOT_FOUND, INVALID_ARGUMENT (parameters), PERMISSION_DENIED (output)
   */
  public Run start(Start command) {
    String id = ids.next();
    if (!command.key().isEmpty()) {
      id = records.claim(command.caller().name(), command.key(), id);
      Optional<RunRecord> before = records.finished(id);
      if (before.isPresent()) {
        return before.get().run();
      }
      if (records.started(id).isPresent()) {
        return look.apply(id);
      }
    }
    return start(command, id);
  }

  private Run start(Start command, String id) {
    Revision revision = transformations.newest(command.transformation());
    Definition definition = revision.definition();
    Map<String, String> parameters =
        ParameterValues.complete(definition.parameters(), command.parameters());
    List<RunOutput> outputs = outputs(definition, command.output());
    SortedMap<String, Input> pinned = inputs.pin(command.caller(), definition.inputs());
    outputs.forEach(output -> inputs.checkOutput(command.caller(), output.dataset()));
    Run run = queued(command, id, revision, parameters, pinned, outputs);
    RunRecord record = new RunRecord(run, command.caller(), command.key(), Map.of());
    Optional<Known> known = known(definition, run);
    if (!records.start(record)) {
      return look.apply(id);
    }
    return known.map(done -> computed(record, done)).orElseGet(() -> accepted(record));
  }

  private static List<RunOutput> outputs(Definition definition, String instead) {
    if (!instead.isEmpty() && definition.outputs().size() != 1) {
      throw OptimaException.invalid(
          "%s has the outputs %s: another dataset can be named only for a single one",
          definition.name(), definition.outputs().keySet());
    }
    List<RunOutput> outputs = new ArrayList<>();
    definition
        .outputs()
        .forEach(
            (name, output) ->
                outputs.add(
                    RunOutput.planned(
                        name, instead.isEmpty() ? output.dataset() : dataset(instead))));
    return outputs;
  }

  private static DatasetName dataset(String text) {
    if (text.contains("@")) {
      throw OptimaException.invalid(
          "output '%s' is a version: name the dataset alone", Shown.of(text));
    }
    return DatasetName.parse(text);
  }

  /** What an earlier run of the same computation made, while all outputs still hold it. */
  private Optional<Known> known(Definition definition, Run run) {
    boolean appends =
        definition.outputs().values().stream()
            .map(Output::mode)
            .anyMatch(mode -> mode == Mode.APPEND);
    if (run.outputs().isEmpty() || appends) {
      return Optional.empty();
    }
    return records
        .remembered(Computation.of(definition, run).bytes())
        .flatMap(
            from ->
                commit(from.run())
                    .map(result -> new Known(from, definition, standing(result.committed()))))
        .filter(found -> found.outputs().size() == run.outputs().size());
  }

  /** One that cannot be read is not known. */
  private Optional<StepResult> commit(String run) {
    try {
      return records.step(run, StepName.COMMIT);
    } catch (OptimaException e) {
      return Optional.empty();
    }
  }

  /** Outputs whose latest version is still what was committed. */
  private List<RunOutput> standing(List<RunOutput> committed) {
    List<RunOutput> standing = new ArrayList<>();
    for (RunOutput output : committed) {
      datasets
          .head(output.dataset())
          .filter(head -> !head.dropped())
          .map(LogEntry::latest)
          .filter(latest -> latest.content().equals(output.content()))
          .ifPresent(latest -> standing.add(found(output, latest)));
    }
    return standing;
  }

  private static RunOutput found(RunOutput output, Version latest) {
    return new RunOutput(output.name(), output.dataset(), latest.number(), latest.content(), true);
  }

  private record Known(StepRef from, Definition definition, List<RunOutput> outputs) {}

  private Run accepted(RunRecord record) {
    told.accept(record);
    return look.apply(record.run().id());
  }

  /** A run that has nothing to do has ended when it is accepted. */
  private Run computed(RunRecord record, Known known) {
    Run run = record.run();
    Run done =
        new Run(
            run.id(),
            run.transformation(),
            run.revision(),
            RunState.SUCCEEDED,
            run.parameters(),
            run.inputs(),
            known.outputs(),
            run.principal(),
            reused(known, run.created()),
            List.of(new LogLine(run.created(), "already computed by run " + known.from().run())),
            "",
            run.created(),
            run.created(),
            run.traceparent());
    records.finish(record.with(done));
    told.accept(record.with(done));
    return done;
  }

  private static List<StepRun> reused(Known known, Instant now) {
    return Plan.of(known.definition()).order().stream()
        .map(
            step ->
                new StepRun(
                    step,
                    StepState.REUSED,
                    0,
                    0,
                    Progress.NONE,
                    now,
                    null,
                    now,
                    "",
                    new StepRef(known.from().run(), step)))
        .toList();
  }

  private Run queued(
      Start command,
      String id,
      Revision revision,
      Map<String, String> parameters,
      SortedMap<String, Input> pinned,
      List<RunOutput> outputs) {
    Instant now = clock.instant();
    return new Run(
        id,
        command.transformation(),
        revision.number(),
        RunState.QUEUED,
        parameters,
        new TreeMap<>(pinned),
        outputs,
        command.caller().name(),
        List.of(),
        List.of(new LogLine(now, "queued" + pins(pinned))),
        "",
        now,
        now,
        command.traceparent());
  }

  private static String pins(SortedMap<String, Input> inputs) {
    StringBuilder text = new StringBuilder();
    inputs.forEach(
        (name, input) ->
            text.append(text.isEmpty() ? " with " : ", ")
                .append(name)
                .append(" = ")
                .append(input.dataset())
                .append('@')
                .append(input.version()));
    return text.toString();
  }
}
