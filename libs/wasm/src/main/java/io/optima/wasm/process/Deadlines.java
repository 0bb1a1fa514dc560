package io.optima.wasm.process;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Calls back when a run's time is over. */
public final class Deadlines implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("wasm-deadlines").daemon().factory());

  public Deadlines() {
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(true);
  }

  /** Cancel what is returned when the run has ended. */
  public Future<?> after(Duration time, Runnable work) {
    return timer.schedule(work, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Deadlines that were given hold. */
  @Override
  public void close() {
    timer.shutdown();
  }
}
