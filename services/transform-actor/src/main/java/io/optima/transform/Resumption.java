package io.optima.transform;

import io.optima.model.OptimaException;
import io.optima.runtime.thread.Threads;
import io.optima.store.RunRecords;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has every run that began and did not end looked after, when the service starts and from time to
 * time: a run is not lost even when state store and reminders are.
 */
public final class Resumption implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Resumption.class);

  /** Runs that are looked after at the same time: an actor takes a while to come to life. */
  private static final int TOGETHER = 32;

  private final RunRecords records;
  private final ExecutorService lookers = Threads.perTask("run-resumption-look");
  private final Consumer<String> look;
  private final Duration pause;
  private final ScheduledExecutorService clockwork;

  /**
   * @param look makes the actor of a run look after it
   */
  public Resumption(
      RunRecords records,
      Consumer<String> look,
      Duration pause,
      ScheduledExecutorService clockwork) {
    this.records = records;
    this.look = look;
    this.pause = pause;
    this.clockwork = clockwork;
  }

  public void start() {
    var scheduled =
        clockwork.scheduleWithFixedDelay(this::sweep, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    if (scheduled.isCancelled()) {
      log.warn("unfinished runs are not looked for: the service is closing");
    }
  }

  /** Looks once. */
  void sweep() {
    try {
      Queue<String> left = new ConcurrentLinkedQueue<>(unfinished());
      int together = Math.min(TOGETHER, left.size());
      lookers.invokeAll(Collections.nCopies(together, Executors.callable(() -> lookAfter(left))));
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.warn("unfinished runs could not be looked for, trying again in {}", pause, e);
    }
  }

  private void lookAfter(Queue<String> left) {
    for (String id = left.poll(); id != null; id = left.poll()) {
      look(id);
    }
  }

  private List<String> unfinished() {
    try (Stream<String> ids = records.open()) {
      return ids.toList();
    }
  }

  private void look(String id) {
    try {
      look.accept(id);
    } catch (OptimaException e) {
      log.warn("run {} could not be looked after yet: {}", id, e.text());
    }
  }

  @Override
  public void close() {
    clockwork.shutdownNow();
    lookers.shutdownNow();
  }
}
