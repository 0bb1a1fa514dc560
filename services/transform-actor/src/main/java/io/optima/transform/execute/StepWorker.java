package io.optima.transform.execute;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.transform.Definition.Step;
import io.optima.model.transform.RetryRule.Failure;
import io.optima.model.transform.Run.Progress;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepRef;
import io.optima.model.transform.StepResult;
import io.optima.query.publish.Publisher;
import io.optima.query.publish.Staging;
import io.optima.runtime.error.UnknownErrors;
import io.optima.store.RunRecords;
import io.optima.transform.run.Attempt;
import io.optima.transform.run.Outcome;
import io.optima.transform.step.Computation;
import io.optima.transform.step.StepInput;
import io.optima.transform.step.StepKind.Made;
import io.optima.transform.step.StepKind.Prepared;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out steps. The result goes to the store before anybody is told of it, and only if none is
 * there: of two attempts that both believe in themselves one counts.
 */
public final class StepWorker implements Work {
  private static final Logger log = LoggerFactory.getLogger(StepWorker.class);

  private final RunRecords records;
  private final Kinds kinds;
  private final Commits commits;
  private final Publisher publisher;
  private final BufferAllocator allocator;
  private final Duration timeout;
  private final Clock clock;

  /**
   * @param timeout of attempts of steps that have none of their own
   */
  public StepWorker(
      RunRecords records,
      Kinds kinds,
      Commits commits,
      Publisher publisher,
      BufferAllocator allocator,
      Duration timeout,
      Clock clock) {
    this.records = records;
    this.kinds = kinds;
    this.commits = commits;
    this.publisher = publisher;
    this.allocator = allocator;
    this.timeout = timeout;
    this.clock = clock;
  }

  @Override
  public Outcome carryOut(Attempt attempt, Report report) {
    try {
      boolean isThere =
          attempt.number() > 1 && records.step(attempt.run(), attempt.step()).isPresent();
      if (!isThere) {
        work(attempt, report);
      }
      return Outcome.SUCCEEDED;
    } catch (RuntimeException e) {
      return failure(UnknownErrors.translate(e), report);
    }
  }

  private static Outcome failure(OptimaException error, Report report) {
    return report.stopped()
        ? Outcome.interrupted("stopped")
        : Outcome.failed(failure(error), error.text());
  }

  private static Failure failure(OptimaException error) {
    return switch (error.code()) {
      case UNAVAILABLE -> Failure.UNAVAILABLE;
      case RESOURCE_EXHAUSTED -> Failure.EXHAUSTED;
      case CANCELLED -> Failure.TIMEOUT;
      default -> Failure.OTHER;
    };
  }

  private void work(Attempt attempt, Report report) {
    report.checkGoesOn();
    if (attempt.step().equals(StepName.COMMIT)) {
      records.putStep(attempt.run(), commits.carryOut(attempt, report, clock));
      if (attempt.results().values().stream().allMatch(StepResult::repeatable)) {
        remember(Computation.of(attempt.definition(), attempt.record().run()), attempt);
      }
      return;
    }
    Step step = Objects.requireNonNull(attempt.definition().steps().get(attempt.step()));
    StepInput input = Inputs.of(attempt, step);
    Prepared prepared = kinds.prepare(step.work(), input);
    Computation computation = Computation.of(step.work(), prepared, input);
    if (prepared.isRepeatable() && isKnown(computation, attempt)) {
      return;
    }
    make(attempt, step, prepared, report);
    if (prepared.isRepeatable()) {
      remember(computation, attempt);
    }
  }

  /** Only a memory: the result is there without it. */
  private void remember(Computation computation, Attempt attempt) {
    try {
      records.remember(computation.bytes(), attempt.ref());
    } catch (OptimaException e) {
      log.warn("{} is not remembered: {}", attempt.ref(), e.text());
    }
  }

  /** Takes over the result of an earlier run that did the same with the same. */
  private boolean isKnown(Computation computation, Attempt attempt) {
    try (Staging staging = publisher.staging()) {
      Optional<StepRef> from = records.remembered(computation.bytes());
      Optional<StepResult> made = from.flatMap(step -> records.step(step.run(), step.step()));
      boolean isThere =
          made.isPresent() && made.get().rows().values().stream().allMatch(staging::adopt);
      if (isThere) {
        staging.check();
        records.putStep(attempt.run(), reused(attempt, made.get(), from.get()));
      }
      staging.kept();
      return isThere;
    } catch (OptimaException e) {
      if (e.code() != ErrorCode.CORRUPT && e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
      log.warn("the result known for {} cannot be used: {}", attempt.ref(), e.text());
      return false;
    }
  }

  private StepResult reused(Attempt attempt, StepResult made, StepRef remembered) {
    StepRef from = made.reused() == null ? remembered : made.reused();
    return new StepResult(
        attempt.step(),
        made.rows(),
        made.flows(),
        List.of(),
        Progress.NONE,
        "already computed by run " + from.run(),
        true,
        0,
        "",
        clock.instant(),
        from);
  }

  private void make(Attempt attempt, Step step, Prepared prepared, Report report) {
    Duration limit = step.timeout() == null ? timeout : step.timeout();
    try (Staging staging = publisher.staging();
        Workbench bench = new Workbench(report, staging, allocator, limit)) {
      Made made = prepared.carryOut(bench);
      staging.check();
      records.putStep(
          attempt.run(),
          new StepResult(
              attempt.step(),
              made.rows(),
              made.flows(),
              List.of(),
              report.progress(),
              made.note(),
              prepared.isRepeatable(),
              attempt.number(),
              attempt.epoch(),
              clock.instant(),
              null));
      staging.kept();
    }
  }
}
