package io.optima.launch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Ends recorded processes, and only those: a number that now belongs to a stranger is left alone.
 */
final class Shutdown {
  private static final Duration GRACE = Duration.ofSeconds(15);

  private Shutdown() {}

  /**
   * Asks all to end, in the order opposite to their start, and kills what is left after a while.
   *
   * @return how many were alive
   */
  static int stop(List<ProcessId> processes) {
    List<ProcessId> latestFirst = new ArrayList<>(processes);
    Collections.reverse(latestFirst);
    long deadline = System.nanoTime() + GRACE.toNanos();
    int stopped = 0;
    // Sidecars give their actors up while the services are still there; the control plane is last.
    for (ProcessId each : latestFirst) {
      Optional<ProcessHandle> alive = each.alive();
      if (alive.isPresent()) {
        stopped++;
        end(alive.get(), deadline);
      }
    }
    return stopped;
  }

  private static void end(ProcessHandle process, long deadline) {
    process.destroy();
    if (!ended(process, deadline)) {
      process.destroyForcibly();
      ended(process, System.nanoTime() + Duration.ofSeconds(5).toNanos());
    }
  }

  private static boolean ended(ProcessHandle process, long deadline) {
    while (process.isAlive()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
