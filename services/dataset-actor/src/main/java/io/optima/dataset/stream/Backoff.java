package io.optima.dataset.stream;

import java.time.Duration;

/** When something that failed is tried again: ever later, up to a minute. */
final class Backoff {
  private static final long FIRST_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST_NANOS = Duration.ofMinutes(1).toNanos();

  private long pauseNanos = FIRST_NANOS;
  private long untilNanos;
  private boolean failed;
  private boolean running;

  /** Whether it may be tried now, and nobody does so already. */
  synchronized boolean isOver(long nowNanos) {
    return !running && (!failed || nowNanos - untilNanos >= 0);
  }

  synchronized void begin() {
    running = true;
  }

  synchronized void succeeded() {
    running = false;
    failed = false;
    pauseNanos = FIRST_NANOS;
  }

  synchronized void failed(long nowNanos) {
    running = false;
    failed = true;
    untilNanos = nowNanos + pauseNanos;
    pauseNanos = Math.min(2 * pauseNanos, LONGEST_NANOS);
  }
}
