package io.optima.transform.execute;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Datasets;
import io.optima.model.dataset.Datasets.Author;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.Input;
import io.optima.model.dataset.Mode;
import io.optima.model.dataset.Origin;
import io.optima.model.dataset.Version;
import io.optima.model.lineage.ColumnLineage;
import io.optima.model.transform.Definition;
import io.optima.model.transform.Revision;
import io.optima.model.transform.Run;
import io.optima.model.transform.Run.Progress;
import io.optima.model.transform.RunRecord;
import io.optima.query.publish.PublishTarget;
import io.optima.query.publish.Publisher;
import io.optima.query.sql.CheckedQuery;
import io.optima.query.sql.RunningQuery;
import io.optima.runtime.error.UnknownErrors;
import io.optima.store.Store;
import io.optima.transform.Attempt;
import io.optima.transform.Computation;
import io.optima.transform.Outcome;
import io.optima.transform.ParameterValues;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Runs the SQL of a run in the name of who started it and publishes the rows. The commit's key is
 * the run's id, so however many attempts get that far, there is one commit.
 */
public final class SqlWork implements Work {
  private final Store store;
  private final Outputs outputs;
  private final EngineSql sql;
  private final Publisher publisher;
  private final BufferAllocator allocator;
  private final Duration timeout;

  /**
   * @param timeout how long one attempt's SQL may take
   */
  public SqlWork(
      Store store,
      Datasets datasets,
      EngineSql sql,
      Publisher publisher,
      BufferAllocator allocator,
      Duration timeout) {
    this.store = store;
    this.outputs = new Outputs(store.datasets(), datasets);
    this.sql = sql;
    this.publisher = publisher;
    this.allocator = allocator;
    this.timeout = timeout;
  }

  @Override
  public Outcome carryOut(Attempt attempt, Report report) {
    try {
      Optional<Version> committed = outputs.madeBy(attempt.record().run());
      if (committed.isPresent()) {
        return alreadyCommitted(attempt.record(), committed.get());
      }
      return switch (attempt.purpose()) {
        case CANCEL -> Outcome.cancelled();
        case GIVE_UP -> Outcome.failed("%d attempts were lost".formatted(attempt.number() - 1));
        case WORK -> work(attempt.record(), report);
      };
    } catch (RuntimeException e) {
      return failure(UnknownErrors.translate(e), report);
    }
  }

  private static Outcome failure(OptimaException error, Report report) {
    if (report.stopped()) {
      return Outcome.cancelled();
    }
    return error.code() == ErrorCode.UNAVAILABLE
        ? Outcome.interrupted(error.text())
        : Outcome.failed(error.text());
  }

  private Outcome alreadyCommitted(RunRecord record, Version version) {
    Definition definition = definition(record.run());
    SortedMap<String, Input> inputs = Computation.byAlias(definition, record.run());
    remember(record.run(), definition, inputs);
    return Outcome.succeeded(
        version.number(),
        version.content(),
        false,
        new Progress(version.rows(), version.bytes()),
        columns(record, definition, inputs));
  }

  /** Known again, unless the inputs cannot be read any more: the version stands without it. */
  private List<ColumnLineage> columns(
      RunRecord record, Definition definition, SortedMap<String, Input> inputs) {
    try {
      return sql.checked(record.caller(), definition, inputs).columns();
    } catch (OptimaException e) {
      return List.of();
    }
  }

  private Outcome work(RunRecord record, Report report) {
    Run run = record.run();
    Definition definition = definition(run);
    SortedMap<String, Input> inputs = Computation.byAlias(definition, run);
    Author author = new Author(run.principal(), record.caller().isAdmin(), run.traceparent());
    CheckedQuery query = sql.checked(record.caller(), definition, inputs);
    outputs.create(run, definition, author, record.caller());
    Committed committed = publish(run, definition, query, author, report);
    remember(run, definition, inputs);
    return Outcome.succeeded(
        committed.version().number(),
        committed.version().content(),
        committed.unchanged(),
        report.progress(),
        query.columns());
  }

  private Committed publish(
      Run run, Definition definition, CheckedQuery query, Author author, Report report) {
    report.checkGoesOn();
    report.line("running the SQL");
    var values = query.values(ParameterValues.values(definition.parameters(), run.parameters()));
    try (RunningQuery running = query.run(values, timeout, allocator)) {
      report.onStop(running::cancel);
      return publisher.publishRows(
          target(run, query, author),
          running.reader(),
          (rows, bytes) -> {
            report.checkGoesOn();
            report.progress(rows, bytes);
          });
    } finally {
      report.onStop(null);
    }
  }

  private static PublishTarget target(Run run, CheckedQuery query, Author author) {
    return new PublishTarget(
        run.output(),
        Mode.REPLACE,
        false,
        query.inputs(),
        new Origin(run.transformation(), run.revision(), run.id()),
        "run " + run.id() + " of " + run.transformation(),
        author,
        run.id());
  }

  private Definition definition(Run run) {
    return store
        .transformations()
        .revision(run.transformation(), run.revision())
        .map(Revision::definition)
        .orElseThrow(
            () ->
                OptimaException.notFound(
                    "revision %d of transformation %s is gone",
                    run.revision(), run.transformation()));
  }

  private void remember(Run run, Definition definition, SortedMap<String, Input> inputs) {
    Computation.of(definition, inputs, run.parameters(), run.output())
        .remember(store.runs(), run.id());
  }
}
