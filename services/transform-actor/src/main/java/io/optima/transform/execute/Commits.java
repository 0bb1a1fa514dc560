package io.optima.transform.execute;

import static java.util.Objects.requireNonNull;

import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Datasets;
import io.optima.model.dataset.Datasets.Author;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Mode;
import io.optima.model.dataset.Origin;
import io.optima.model.dataset.Settings;
import io.optima.model.dataset.Version;
import io.optima.model.schema.SchemaCompatibility;
import io.optima.model.schema.TableSchema;
import io.optima.model.transform.Definition;
import io.optima.model.transform.Fate;
import io.optima.model.transform.RowsRef;
import io.optima.model.transform.Run;
import io.optima.model.transform.Run.Progress;
import io.optima.model.transform.RunOutput;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepResult;
import io.optima.query.publish.PublishTarget;
import io.optima.query.publish.Publisher;
import io.optima.store.DatasetLog;
import io.optima.store.RunRecords;
import io.optima.store.Store;
import io.optima.transform.definition.Inputs;
import io.optima.transform.run.Attempt;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Commits the outputs of runs: the rows that the steps have stored, never computed again. Once it
 * is decided that they are committed, every attempt goes on until all are, and a commit's key is
 * that of its run and output, so however many attempts get that far, each output has one commit.
 */
public final class Commits {
  /** Clocks of machines differ by less. */
  private static final Duration SLACK = Duration.ofHours(1);

  private final RunRecords records;
  private final DatasetLog log;
  private final Publisher publisher;
  private final Inputs datasets;

  /**
   * @param datasets which datasets may be written
   */
  public Commits(Store store, Publisher publisher, Inputs datasets) {
    this.records = store.runs();
    this.log = store.datasets();
    this.publisher = publisher;
    this.datasets = datasets;
  }

  StepResult carryOut(Attempt attempt, Report report, Clock clock) {
    List<RunOutput> outputs = attempt.record().run().outputs();
    if (attempt.number() == 1) {
      outputs.forEach(output -> checkFits(attempt, output));
    }
    if (records.decide(attempt.run(), Fate.COMMIT) == Fate.ABORT) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION, "the run was given up before its outputs were committed");
    }
    List<RunOutput> made = new ArrayList<>();
    for (RunOutput output : outputs) {
      made.add(committed(attempt, output, made));
      report.line(told(made.getLast()));
    }
    return new StepResult(
        StepName.COMMIT,
        Map.of(),
        List.of(),
        made,
        Progress.NONE,
        "",
        false,
        attempt.number(),
        attempt.epoch(),
        clock.instant(),
        null);
  }

  private static String told(RunOutput output) {
    return output.unchanged()
        ? "the result is that of %s@%d: nothing to commit"
            .formatted(output.dataset(), output.version())
        : "committed %s@%d".formatted(output.dataset(), output.version());
  }

  /** What is refused is refused before anything is published. */
  private void checkFits(Attempt attempt, RunOutput output) {
    datasets.checkOutput(attempt.record().caller(), output.dataset());
    Optional<LogEntry> head = log.head(output.dataset());
    if (head.filter(entry -> entry.kind() != Kind.IMMUTABLE).isPresent()) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "output %s is a stream: a run makes versions of tables",
          output.dataset());
    }
    Version latest = head.map(LogEntry::latest).orElse(null);
    if (latest != null) {
      checkFits(output, latest, rows(attempt, output.name()).schema(), mode(attempt, output));
    }
  }

  private static void checkFits(RunOutput output, Version latest, TableSchema made, Mode mode) {
    TableSchema before = latest.schema();
    if (before == null) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "output %s is %s, not a table: write to another dataset",
          output.dataset(),
          latest.kind());
    }
    if (mode == Mode.REPLACE) {
      SchemaCompatibility.require(before, made);
    } else if (!Set.copyOf(before.fields()).equals(Set.copyOf(made.fields()))) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "rows appended to %s need its columns: it has %s, the step makes %s",
          output.dataset(),
          before.names(),
          made.names());
    }
  }

  private static Mode mode(Attempt attempt, RunOutput output) {
    return requireNonNull(attempt.definition().outputs().get(output.name())).mode();
  }

  private RunOutput committed(Attempt attempt, RunOutput output, List<RunOutput> made) {
    try {
      return committed(attempt, output);
    } catch (OptimaException e) {
      throw switch (e.code()) {
        // others were faster, again and again
        case CONFLICT, ALREADY_EXISTS ->
            new OptimaException(ErrorCode.UNAVAILABLE, standing(e, made), e);
        default -> new OptimaException(e.code(), standing(e, made), e);
      };
    }
  }

  private static String standing(OptimaException error, List<RunOutput> made) {
    return made.isEmpty()
        ? error.text()
        : error.text()
            + "; published already: "
            + made.stream()
                .map(output -> output.dataset() + "@" + output.version())
                .collect(Collectors.joining(", "));
  }

  private RunOutput committed(Attempt attempt, RunOutput output) {
    Optional<Version> before = madeBy(attempt.record().run(), output);
    if (before.isPresent()) {
      return done(output, before.get(), false);
    }
    Committed committed =
        publisher.publishStaged(target(attempt, output), rows(attempt, output.name()));
    return done(output, committed.version(), committed.unchanged());
  }

  private static RunOutput done(RunOutput output, Version version, boolean unchanged) {
    return new RunOutput(
        output.name(), output.dataset(), version.number(), version.content(), unchanged);
  }

  private static RowsRef rows(Attempt attempt, String output) {
    return attempt.results().values().stream()
        .map(result -> result.rows().get(output))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow(() -> OptimaException.notFound("no step has made '%s'", output));
  }

  /** The version that an earlier attempt of the run committed. */
  private Optional<Version> madeBy(Run run, RunOutput output) {
    Optional<LogEntry> head = log.head(output.dataset());
    for (long sequence = head.map(LogEntry::sequence).orElse(0L); sequence > 0; sequence--) {
      LogEntry entry = log.entry(output.dataset(), sequence).orElseThrow();
      Version latest = entry.latest();
      if (latest == null || entry.time().isBefore(run.created().minus(SLACK))) {
        break;
      }
      if (latest.origin() != null && latest.origin().run().equals(run.id())) {
        return Optional.of(latest);
      }
    }
    return Optional.empty();
  }

  private PublishTarget target(Attempt attempt, RunOutput output) {
    Run run = attempt.record().run();
    Author author =
        new Author(run.principal(), attempt.record().caller().isAdmin(), run.traceparent());
    String key = run.id() + "/" + output.name();
    return new PublishTarget(
            output.dataset(),
            mode(attempt, output),
            false,
            run.inputs().values().stream().distinct().toList(),
            new Origin(run.transformation(), run.revision(), run.id()),
            "run " + run.id() + " of " + run.transformation(),
            author,
            key)
        .creating(birth(attempt.definition(), output, author, key));
  }

  /** A new output belongs to who started the run. */
  private static Datasets.Create birth(
      Definition definition, RunOutput output, Author author, String key) {
    return new Datasets.Create(
        output.dataset(),
        Kind.IMMUTABLE,
        DigestAlgorithm.SHA256,
        new Settings(author.principal(), definition.description(), Map.of(), Set.of()),
        author,
        key + "/create");
  }
}
