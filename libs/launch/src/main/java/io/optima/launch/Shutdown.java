package io.optima.launch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Ends recorded processes, and only those: a number that now belongs to a stranger is left alone.
 */
final class Shutdown {
  private static final Duration GRACE = Duration.ofSeconds(15);
  private static final Duration LAST = Duration.ofSeconds(5);

  private Shutdown() {}

  /**
   * Asks all to end, and kills what is left after a while. Sidecars are first: they give their
   * actors up while services and control plane are still there.
   *
   * @return how many were alive
   */
  static int stop(List<ProcessId> processes) {
    List<ProcessHandle> sidecars = alive(processes, ProcessId::isSidecar);
    List<ProcessHandle> others = alive(processes, process -> !process.isSidecar());
    end(sidecars);
    end(others);
    return sidecars.size() + others.size();
  }

  private static List<ProcessHandle> alive(List<ProcessId> processes, Predicate<ProcessId> wanted) {
    return processes.stream().filter(wanted).flatMap(each -> each.alive().stream()).toList();
  }

  private static void end(List<ProcessHandle> processes) {
    processes.forEach(ProcessHandle::destroy);
    long deadline = System.nanoTime() + GRACE.toNanos();
    for (ProcessHandle process : processes) {
      if (!ended(process, deadline)) {
        process.destroyForcibly();
        ended(process, System.nanoTime() + LAST.toNanos());
      }
    }
  }

  private static boolean ended(ProcessHandle process, long deadline) {
    while (ProcessId.runs(process)) {
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
