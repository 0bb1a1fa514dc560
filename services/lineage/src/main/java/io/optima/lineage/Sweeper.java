package io.optima.lineage;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Catches up with the store when the service starts and from time to time, because the last event
 * of a dataset may have been lost.
 */
public final class Sweeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

  private final Follower follower;
  private final Reports reports;
  private final Duration pause;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService thread;

  /**
   * @param pause between two sweeps; zero: only one at the start
   */
  public Sweeper(Follower follower, Reports reports, Duration pause, ExecutorService thread) {
    this.follower = follower;
    this.reports = reports;
    this.pause = pause;
    this.thread = thread;
  }

  public void start() {
    thread.execute(this::run);
  }

  private void run() {
    try {
      do {
        sweep();
      } while (!pause.isZero() && !closed.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sweep() {
    try {
      follower.catchUp();
      reports.catchUp();
    } catch (RuntimeException e) {
      log.warn("the lineage index could not catch up with the store, it will try again", e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    closed.countDown();
    thread.shutdownNow();
    if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
      log.warn("the lineage index is closed while it still catches up");
    }
  }
}
