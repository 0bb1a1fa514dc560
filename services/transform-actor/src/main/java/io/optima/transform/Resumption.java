package io.optima.transform;

import io.optima.model.OptimaException;
import io.optima.store.RunRecords;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

  private final RunRecords records;
  private final Consumer<String> look;
  private final Duration pause;
  private final ScheduledExecutorService clockwork;
  private final Set<String> ended = new HashSet<>();

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
      for (String id : unfinished()) {
        look(id);
      }
    } catch (RuntimeException e) {
      log.warn("unfinished runs could not be looked for, trying again in {}", pause, e);
    }
  }

  private List<String> unfinished() {
    try (Stream<String> ids = records.ids()) {
      return ids.filter(id -> !ended.contains(id)).filter(this::isUnfinished).toList();
    }
  }

  private boolean isUnfinished(String id) {
    boolean finished = records.finished(id).isPresent();
    if (finished) {
      ended.add(id);
    }
    return !finished;
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
  }
}
