package io.optima.lineage;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Catches up with the store when the service starts and from time to time, because the last event
 * of a dataset may have been lost.
 */
public final class Sweeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

  private final Follower follower;
  private final Duration pause;
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable Thread thread;

  /**
   * @param pause between two sweeps; zero: only one at the start
   */
  public Sweeper(Follower follower, Duration pause) {
    this.follower = follower;
    this.pause = pause;
  }

  public void start() {
    thread = Thread.ofVirtual().name("lineage-sweeper").start(this::run);
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
    } catch (RuntimeException e) {
      log.warn("the lineage index could not catch up with the store, it will try again", e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    closed.countDown();
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      running.join(Duration.ofSeconds(5));
    }
  }
}
