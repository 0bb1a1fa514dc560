package io.optima.lineage.openlineage;

import io.optima.lineage.EmittedEvents;
import io.optima.lineage.LineageIndex;
import io.optima.lineage.LineageReads.Emitted;
import io.optima.model.Principal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one destination what happened, in order, at least once, behind everybody's back. What
 * cannot be sent is tried again until it can, after a restart too: the index knows how far each
 * destination is.
 */
final class Emitter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Emitter.class);
  private static final Principal EVERYTHING = new Principal("openlineage", Set.of(Principal.ADMIN));
  private static final int BATCH = 100;

  /** News of other processes on the same index is seen this late at most. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Destination destination;
  private final LineageIndex index;
  private final EmittedEvents events;
  private final Duration shortest;
  private final Duration longest;
  private final ExecutorService thread;
  private final Semaphore news = new Semaphore(0);
  private Duration pause;

  /**
   * @param shortest before the first attempt to send again; doubled up to
   * @param longest for those after it
   */
  Emitter(
      Destination destination,
      LineageIndex index,
      EmittedEvents events,
      Duration shortest,
      Duration longest,
      ExecutorService thread) {
    this.destination = destination;
    this.index = index;
    this.events = events;
    this.shortest = shortest;
    this.longest = longest;
    this.thread = thread;
    this.pause = shortest;
  }

  void start() {
    thread.execute(this::run);
  }

  /** There may be something to send. */
  void wake() {
    news.release();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        round();
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() throws InterruptedException {
    try {
      sendAll();
      pause = shortest;
      news.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      news.drainPermits();
    } catch (IOException | RuntimeException e) {
      log.warn("OpenLineage events wait for {}: {}", destination.name(), e.toString());
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(longest) < 0 ? doubled : longest;
    }
  }

  private void sendAll() throws IOException, InterruptedException {
    List<Emitted> waiting;
    do {
      waiting = index.emitted(EVERYTHING, index.delivered(destination.name()), BATCH);
      for (Emitted each : waiting) {
        Optional<String> event = events.event(each.key());
        if (event.isPresent()) {
          send(each.key(), event.get());
        }
        index.delivered(destination.name(), each.position());
      }
    } while (!waiting.isEmpty());
  }

  private void send(String key, String event) throws IOException, InterruptedException {
    try {
      destination.send(event);
    } catch (Destination.Refused e) {
      log.warn(
          "{} refused the OpenLineage event of {}: {}", destination.name(), key, e.getMessage());
    }
  }

  @Override
  public void close() throws InterruptedException {
    thread.shutdownNow();
    if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
      log.warn("the OpenLineage emitter is closed while it still sends");
    }
  }
}
