package io.optima.transform.execute;

import io.opentelemetry.api.trace.SpanKind;
import io.optima.model.transform.RetryRule.Failure;
import io.optima.runtime.error.UnknownErrors;
import io.optima.runtime.telemetry.Traces;
import io.optima.runtime.thread.Threads;
import io.optima.transform.actor.RunTurns;
import io.optima.transform.run.Attempt;
import io.optima.transform.run.Attempts;
import io.optima.transform.run.Outcome;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out attempts on a few threads and has their actors told how it goes. */
public final class Workers implements Attempts, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Workers.class);

  private final Work work;
  private final Function<String, RunTurns> turns;
  private final Traces traces;
  private final int places;
  private final Telling telling;
  private final ExecutorService workers;
  private final ExecutorService lookers = Threads.perTask("run-look");
  private final ScheduledExecutorService clockwork = Threads.clockwork("run-pauses");

  private final SequencedSet<String> line = new LinkedHashSet<>();
  private int taken;
  private volatile boolean closed;

  /**
   * @param turns the actor of a run
   * @param places attempts at once
   * @param heartbeat the longest silence towards the actor
   */
  public Workers(
      Work work, Function<String, RunTurns> turns, Traces traces, int places, Duration heartbeat) {
    this.work = work;
    this.turns = turns;
    this.traces = traces;
    this.places = places;
    this.telling = new Telling(turns, heartbeat);
    this.workers = Threads.few("run-worker", places);
  }

  @Override
  public Set<String> working(String run) {
    return telling.epochs(run);
  }

  @Override
  public synchronized int reserve(String run, int wanted) {
    int free = closed ? 0 : Math.min(wanted, places - taken);
    if (free < wanted) {
      line.add(run);
    } else {
      line.remove(run);
    }
    taken += free;
    return free;
  }

  @Override
  public void release(int unused) {
    if (unused > 0) {
      freed(unused);
    }
  }

  @Override
  public void start(Attempt attempt) {
    Report report = new Report();
    telling.begin(attempt, report);
    try {
      workers.execute(() -> carryOut(attempt, report));
    } catch (RuntimeException | Error closingOrExhausted) {
      telling.forget(attempt);
      freed(1);
    }
  }

  private void carryOut(Attempt attempt, Report report) {
    Outcome outcome = traced(attempt, report);
    freed(1);
    if (closed) {
      telling.forget(attempt);
    } else {
      telling.end(attempt, report, outcome);
    }
  }

  private Outcome traced(Attempt attempt, Report report) {
    return traces.span(
        "step " + attempt.step(),
        attempt.record().run().traceparent(),
        SpanKind.INTERNAL,
        Map.of("optima.run", attempt.run(), "optima.step", attempt.step().name()),
        () -> outcome(attempt, report));
  }

  private Outcome outcome(Attempt attempt, Report report) {
    try {
      return work.carryOut(attempt, report);
    } catch (RuntimeException | Error e) {
      return Outcome.failed(Failure.OTHER, UnknownErrors.translate(e).text());
    }
  }

  private synchronized void freed(int count) {
    taken -= count;
    wakeNext();
  }

  /** Who waits is looked after, one for each free place. */
  private synchronized void wakeNext() {
    for (int free = places - taken; free > 0 && !line.isEmpty() && !closed; free--) {
      String next = line.removeFirst();
      lookers.execute(
          () -> {
            look(next);
            wakeNext();
          });
    }
  }

  @Override
  public void lookAfter(String run, Duration pause) {
    if (closed) {
      return;
    }
    var _ =
        clockwork.schedule(
            () -> lookers.execute(() -> look(run)),
            Math.max(1, pause.toMillis()),
            TimeUnit.MILLISECONDS);
  }

  private void look(String run) {
    try {
      turns.apply(run).look();
    } catch (RuntimeException e) {
      log.warn("run {} waits for its watchdog: {}", run, UnknownErrors.translate(e).text());
    }
  }

  /** Attempts under way are left alone; another process takes their runs over. */
  @Override
  public void close() {
    closed = true;
    workers.shutdownNow();
    clockwork.shutdownNow();
    lookers.shutdownNow();
    telling.close();
  }
}
