package io.optima.dataset.stream;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** Work to be done now and then, beside the clockwork, and never twice at a time. */
final class Recurring {
  private final Duration every;
  private final Executor tasks;
  private final Ticker ticker;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile long lastNanos;

  /**
   * @param every counted from the beginning of the work; the first time after this
   * @param tasks runs it
   */
  Recurring(Duration every, Executor tasks, Ticker ticker) {
    this.every = every;
    this.tasks = tasks;
    this.ticker = ticker;
    this.lastNanos = ticker.nanos();
  }

  /** Begins the work when it is time to. */
  void tick(Runnable work) {
    if (ticker.nanos() - lastNanos >= every.toNanos() && running.compareAndSet(false, true)) {
      lastNanos = ticker.nanos();
      tasks.execute(
          () -> {
            try {
              work.run();
            } finally {
              running.set(false);
            }
          });
    }
  }
}
