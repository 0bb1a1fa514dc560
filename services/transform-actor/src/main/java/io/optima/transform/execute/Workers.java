package io.optima.transform.execute;

import io.opentelemetry.api.trace.SpanKind;
import io.optima.model.OptimaException;
import io.optima.model.transform.Run.Progress;
import io.optima.runtime.error.UnknownErrors;
import io.optima.runtime.telemetry.Traces;
import io.optima.runtime.thread.Threads;
import io.optima.transform.Attempt;
import io.optima.transform.Attempts;
import io.optima.transform.Outcome;
import io.optima.transform.RunDecider.Here;
import io.optima.transform.actor.RunTurns;
import io.optima.transform.actor.RunTurns.Beat;
import io.optima.transform.actor.RunTurns.End;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out attempts on a few threads and tells their actors how it goes. */
public final class Workers implements Attempts, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Workers.class);

  /** Progress is told at most that often. */
  private static final Duration TELL = Duration.ofMillis(500);

  private final Work work;
  private final Function<String, RunTurns> turns;
  private final Traces traces;
  private final Duration heartbeat;
  private final int places;
  private final ExecutorService workers;
  private final ExecutorService hearts = Threads.perTask("run-heart");

  private final Map<String, String> working = new HashMap<>();
  private final Set<String> reserved = new HashSet<>();
  private final SequencedSet<String> line = new LinkedHashSet<>();
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
    this.heartbeat = heartbeat;
    this.workers = Threads.few("run-worker", places);
  }

  @Override
  public synchronized Here ask(String run, String epoch) {
    if (epoch.equals(working.get(run))) {
      return Here.WORKING;
    }
    // an attempt that was given up still takes its place until it has ended
    if (closed || working.containsKey(run) || working.size() + reserved.size() >= places) {
      line.add(run);
      return Here.FULL;
    }
    reserved.add(run);
    line.remove(run);
    return Here.FREE;
  }

  @Override
  public synchronized void release(String run) {
    reserved.remove(run);
  }

  @Override
  public synchronized void start(Attempt attempt) {
    reserved.remove(attempt.run());
    working.put(attempt.run(), attempt.epoch());
    workers.execute(() -> carryOut(attempt));
  }

  private void carryOut(Attempt attempt) {
    Report report = new Report();
    CountDownLatch done = new CountDownLatch(1);
    hearts.execute(() -> beat(attempt, report, done));
    try {
      Outcome outcome = traced(attempt, report);
      if (!closed) {
        tellEnd(attempt, report, outcome);
      }
    } finally {
      done.countDown();
      ended(attempt);
    }
  }

  private Outcome traced(Attempt attempt, Report report) {
    String traceparent = attempt.record().run().traceparent();
    Map<String, String> attributes = Map.of("optima.run", attempt.run());
    return traces.span(
        "run attempt", traceparent, SpanKind.INTERNAL, attributes, () -> outcome(attempt, report));
  }

  private Outcome outcome(Attempt attempt, Report report) {
    try {
      return work.carryOut(attempt, report);
    } catch (RuntimeException | Error e) {
      return Outcome.failed(UnknownErrors.translate(e).text());
    }
  }

  /**
   * The last words are told until they are heard; an actor that gave the attempt up ignores them.
   */
  private void tellEnd(Attempt attempt, Report report, Outcome outcome) {
    RunTurns actor = turns.apply(attempt.run());
    while (!closed) {
      try {
        List<String> lines = report.take();
        if (!lines.isEmpty()) {
          actor.beat(new Beat(attempt.epoch(), report.progress(), lines));
        }
        actor.end(new End(attempt.epoch(), outcome));
        return;
      } catch (OptimaException e) {
        log.warn("the end of run {} could not be told, trying again: {}", attempt.run(), e.text());
        pause();
      }
    }
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(TELL.toMillis());
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  private void beat(Attempt attempt, Report report, CountDownLatch done) {
    RunTurns actor = turns.apply(attempt.run());
    long told = System.nanoTime();
    try {
      while (!done.await(TELL.toMillis(), TimeUnit.MILLISECONDS)) {
        if (report.hasNews() || System.nanoTime() - told > heartbeat.toNanos()) {
          told = System.nanoTime();
          beat(actor, attempt, report);
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** A beat that is not heard is made up for by the next. */
  private static void beat(RunTurns actor, Attempt attempt, Report report) {
    Progress progress = report.progress();
    try {
      if (!actor.beat(new Beat(attempt.epoch(), progress, report.take())).goOn()) {
        report.stop();
      }
    } catch (OptimaException e) {
      log.warn("run {} could not show that it lives: {}", attempt.run(), e.text());
    }
  }

  private void ended(Attempt attempt) {
    String next;
    synchronized (this) {
      working.remove(attempt.run(), attempt.epoch());
      next = line.isEmpty() ? null : line.removeFirst();
    }
    if (next != null && !closed) {
      hearts.execute(() -> look(next));
    }
  }

  private void look(String run) {
    try {
      turns.apply(run).look();
    } catch (OptimaException e) {
      log.warn("run {} waits for its watchdog: {}", run, e.text());
    }
  }

  /** Attempts under way are left alone; the watchdog of another process takes their runs over. */
  @Override
  public void close() {
    closed = true;
    workers.shutdownNow();
    hearts.shutdownNow();
  }
}
