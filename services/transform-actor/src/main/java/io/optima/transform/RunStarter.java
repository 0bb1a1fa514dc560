package io.optima.transform;

import io.optima.model.DatasetName;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.dataset.Input;
import io.optima.model.dataset.Version;
import io.optima.model.transform.Definition;
import io.optima.model.transform.Revision;
import io.optima.model.transform.Run;
import io.optima.model.transform.Run.LogLine;
import io.optima.model.transform.Run.Progress;
import io.optima.model.transform.RunRecord;
import io.optima.model.transform.RunState;
import io.optima.model.transform.TransformQueries.Start;
import io.optima.store.RunRecords;
import io.optima.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Accepts runs: pins their inputs, and answers at once when the result is there already. */
public final class RunStarter {
  private final Store store;
  private final Sql sql;
  private final RunIds ids;
  private final Clock clock;
  private final Function<String, Run> look;
  private final Consumer<RunRecord> told;

  /**
   * @param look makes the actor of a run look after it
   * @param told hears of runs that need no actor
   */
  public RunStarter(
      Store store, Sql sql, Clock clock, Function<String, Run> look, Consumer<RunRecord> told) {
    this.store = store;
    this.sql = sql;
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
    RunRecords records = store.runs();
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
    Revision revision =
        store
            .transformations()
            .head(checkedName(command.transformation()))
            .orElseThrow(
                () ->
                    OptimaException.notFound(
                        "there is no transformation %s", command.transformation()));
    Definition definition = revision.definition();
    Map<String, String> parameters =
        ParameterValues.complete(definition.parameters(), command.parameters());
    DatasetName output =
        command.output().isEmpty() ? definition.output() : output(command.output());
    SortedMap<String, Input> inputs = sql.pin(command.caller(), definition.inputs());
    sql.checkOutput(command.caller(), output);
    Run run = queued(command, id, revision, parameters, inputs, output);
    RunRecord record = new RunRecord(run, command.caller(), command.key(), List.of());
    return Computation.of(definition, inputs, parameters, output)
        .result(store.runs(), store.datasets())
        .map(version -> computed(record, version))
        .orElseGet(() -> accepted(record));
  }

  private static String checkedName(String name) {
    Definition.checkName(name);
    return name;
  }

  private static DatasetName output(String text) {
    if (text.contains("@")) {
      throw OptimaException.invalid(
          "output '%s' is a version: name the dataset alone", Shown.of(text));
    }
    return DatasetName.parse(text);
  }

  private Run accepted(RunRecord record) {
    store.runs().start(record);
    told.accept(record);
    return look.apply(record.run().id());
  }

  /** A run that has nothing to do has ended when it is accepted. */
  private Run computed(RunRecord record, Version version) {
    Run run = record.run();
    RunRecord done =
        record.with(
            new Run(
                run.id(),
                run.transformation(),
                run.revision(),
                RunState.SUCCEEDED,
                run.parameters(),
                run.inputs(),
                run.output(),
                run.principal(),
                0,
                true,
                version.number(),
                version.content(),
                Progress.NONE,
                List.of(line("already computed: version " + version.number(), run.created())),
                "",
                run.created(),
                run.created(),
                run.traceparent()));
    store.runs().start(record);
    store.runs().finish(done);
    told.accept(done);
    return done.run();
  }

  private Run queued(
      Start command,
      String id,
      Revision revision,
      Map<String, String> parameters,
      SortedMap<String, Input> inputs,
      DatasetName output) {
    Instant now = clock.instant();
    return new Run(
        id,
        command.transformation(),
        revision.number(),
        RunState.QUEUED,
        parameters,
        List.copyOf(inputs.values()),
        output,
        command.caller().name(),
        0,
        false,
        0,
        null,
        Progress.NONE,
        List.of(line("queued with " + pins(inputs), now)),
        "",
        now,
        now,
        command.traceparent());
  }

  private static String pins(SortedMap<String, Input> inputs) {
    StringBuilder text = new StringBuilder();
    inputs.forEach(
        (alias, input) ->
            text.append(text.isEmpty() ? "" : ", ")
                .append(alias)
                .append(" = ")
                .append(input.dataset())
                .append('@')
                .append(input.version()));
    return text.toString();
  }

  private static LogLine line(String text, Instant time) {
    return new LogLine(time, text);
  }
}
