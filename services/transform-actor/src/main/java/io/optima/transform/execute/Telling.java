package io.optima.transform.execute;

import io.optima.runtime.error.UnknownErrors;
import io.optima.runtime.thread.Threads;
import io.optima.transform.actor.RunTurns;
import io.optima.transform.actor.RunTurns.Beat;
import io.optima.transform.actor.RunTurns.Ends;
import io.optima.transform.run.Attempt;
import io.optima.transform.run.Outcome;
import io.optima.transform.run.RunKeeper.Ended;
import io.optima.transform.run.RunKeeper.Sign;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the actors of runs how their attempts go. What belongs to one run travels together, so that
 * many short steps are few turns; an end is told until it is heard.
 */
final class Telling implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Telling.class);

  /** Progress is told at most that often, and what was not heard again after it. */
  private static final Duration TELL = Duration.ofMillis(500);

  /** Between two tries to tell an end. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Function<String, RunTurns> turns;
  private final Duration heartbeat;
  private final ExecutorService tellers = Threads.perTask("run-teller");
  private final ScheduledExecutorService heart = Threads.clockwork("run-heart");
  private final Map<String, Line> lines = new HashMap<>();
  private volatile boolean closed;

  /** What there is to tell of one run. */
  private static final class Line {
    final Map<String, Live> live = new HashMap<>();
    final List<Ended> ended = new ArrayList<>();
    boolean telling;
    boolean beating;
    long heard = System.nanoTime();
  }

  private record Live(Attempt attempt, Report report) {}

  Telling(Function<String, RunTurns> turns, Duration heartbeat) {
    this.turns = turns;
    this.heartbeat = heartbeat;
    var _ =
        heart.scheduleWithFixedDelay(
            this::beat, TELL.toMillis(), TELL.toMillis(), TimeUnit.MILLISECONDS);
  }

  synchronized void begin(Attempt attempt, Report report) {
    lines
        .computeIfAbsent(attempt.run(), run -> new Line())
        .live
        .put(attempt.epoch(), new Live(attempt, report));
  }

  /** Of attempts whose end was not heard yet. */
  synchronized Set<String> epochs(String run) {
    Line line = lines.get(run);
    return line == null ? Set.of() : Set.copyOf(line.live.keySet());
  }

  synchronized void forget(Attempt attempt) {
    Line line = lines.get(attempt.run());
    if (line != null) {
      line.live.remove(attempt.epoch());
      dropIfEmpty(attempt.run(), line);
    }
  }

  private void dropIfEmpty(String run, Line line) {
    if (line.live.isEmpty() && line.ended.isEmpty()) {
      lines.remove(run, line);
    }
  }

  /** The attempt has ended; returns at once. */
  void end(Attempt attempt, Report report, Outcome outcome) {
    Ended ended =
        new Ended(attempt.step(), attempt.epoch(), outcome, report.progress(), report.take());
    boolean idle;
    synchronized (this) {
      Line line = lines.computeIfAbsent(attempt.run(), run -> new Line());
      line.ended.add(ended);
      idle = !line.telling;
      line.telling = true;
    }
    if (idle) {
      execute(() -> tellEnds(attempt.run()));
    }
  }

  private void tellEnds(String run) {
    Duration pause = TELL;
    for (List<Ended> ends = next(run); !ends.isEmpty() && !closed; ends = next(run)) {
      if (told(run, ends)) {
        heard(run, ends);
        pause = TELL;
      } else {
        pause(pause);
        pause = pause.compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : pause;
      }
    }
  }

  /** All that is to be told now; when there is nothing, nobody tells any more. */
  private synchronized List<Ended> next(String run) {
    Line line = lines.get(run);
    if (line == null) {
      return List.of();
    }
    if (line.ended.isEmpty()) {
      line.telling = false;
      dropIfEmpty(run, line);
    }
    return List.copyOf(line.ended);
  }

  private boolean told(String run, List<Ended> ends) {
    try {
      turns.apply(run).ended(new Ends(ends));
      return true;
    } catch (RuntimeException e) {
      String why = UnknownErrors.translate(e).text();
      log.warn("the end of steps of run {} could not be told, trying again: {}", run, why);
      return false;
    }
  }

  private synchronized void heard(String run, List<Ended> ends) {
    Line line = lines.get(run);
    if (line != null) {
      line.ended.removeAll(ends);
      ends.forEach(end -> line.live.remove(end.epoch()));
    }
  }

  private void pause(Duration pause) {
    try {
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  private void beat() {
    for (Map.Entry<String, Line> each : copy().entrySet()) {
      if (isDue(each.getValue())) {
        execute(() -> beat(each.getKey(), each.getValue()));
      }
    }
  }

  private synchronized Map<String, Line> copy() {
    return Map.copyOf(lines);
  }

  private synchronized boolean isDue(Line line) {
    boolean silent = System.nanoTime() - line.heard > heartbeat.toNanos();
    boolean due =
        !line.beating
            && !line.live.isEmpty()
            && (silent || line.live.values().stream().anyMatch(live -> live.report().hasNews()));
    line.beating = line.beating || due;
    return due;
  }

  private void beat(String run, Line line) {
    Map<String, Live> live = live(line);
    List<Sign> signs =
        live.values().stream()
            .map(
                each ->
                    new Sign(
                        each.attempt().step(),
                        each.attempt().epoch(),
                        each.report().progress(),
                        each.report().take()))
            .toList();
    try {
      Set<String> stop = turns.apply(run).beat(new Beat(signs)).stop();
      stop.stream()
          .map(live::get)
          .filter(java.util.Objects::nonNull)
          .forEach(each -> each.report().stop());
    } catch (RuntimeException e) {
      String why = UnknownErrors.translate(e).text();
      log.warn("run {} could not show that it lives: {}", run, why);
    } finally {
      beaten(line);
    }
  }

  private synchronized Map<String, Live> live(Line line) {
    line.heard = System.nanoTime();
    Map<String, Live> live = new HashMap<>(line.live);
    line.ended.forEach(ended -> live.remove(ended.epoch()));
    return live;
  }

  private synchronized void beaten(Line line) {
    line.beating = false;
  }

  private void execute(Runnable task) {
    try {
      tellers.execute(task);
    } catch (RejectedExecutionException closing) {
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    heart.shutdownNow();
    tellers.shutdownNow();
  }
}
