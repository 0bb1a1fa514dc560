package io.optima.store;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows that somebody is alive, at fixed intervals on a thread of its own, until closed. */
final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  Heartbeat(String name, Duration interval, Runnable beat) {
    this.thread = Thread.ofVirtual().name(name).start(() -> run(name, interval, beat));
  }

  private void run(String name, Duration interval, Runnable beat) {
    try {
      while (!closed.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
        beatOnce(name, beat);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A failed beat is tried again at the next interval; who depends on it checks its age. */
  private static void beatOnce(String name, Runnable beat) {
    try {
      beat.run();
    } catch (RuntimeException e) {
      LOG.warn("{} failed, trying again", name, e);
    }
  }

  /** Returns when no beat is under way any more. */
  @Override
  public void close() {
    closed.countDown();
    Threads.join(thread);
  }
}
