package io.optima.transform;

import io.optima.model.transform.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Waits for runs to change. */
public final class RunWatch {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** Runs that another process looks after are seen to change this late at most. */
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Function<String, Run> runs;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long changes;

  /**
   * @param runs a run as it is now
   */
  public RunWatch(Function<String, Run> runs) {
    this.runs = runs;
  }

  /** Wakes those who wait. */
  public void changed() {
    lock.lock();
    try {
      changes++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The run as soon as it has ended or differs from what is known, or when the wait is over. */
  public Run await(String id, @Nullable Instant known, long waitMillis)
      throws InterruptedException {
    long end =
        System.nanoTime()
            + Math.min(LONGEST.toNanos(), TimeUnit.MILLISECONDS.toNanos(Math.max(0, waitMillis)));
    while (true) {
      long seen = changes();
      Run run = runs.apply(id);
      if (run.state().isTerminal() || !run.changed().equals(known) || !awaited(seen, end)) {
        return run;
      }
    }
  }

  private long changes() {
    lock.lock();
    try {
      return changes;
    } finally {
      lock.unlock();
    }
  }

  private boolean awaited(long seen, long end) throws InterruptedException {
    if (end - System.nanoTime() <= 0) {
      return false;
    }
    lock.lock();
    try {
      long nanos = Math.min(end - System.nanoTime(), LOOK.toNanos());
      while (changes == seen && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
