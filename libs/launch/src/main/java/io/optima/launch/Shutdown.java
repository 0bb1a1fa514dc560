package io.optima.launch;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Ends recorded processes, and only those: a number that now belongs to a stranger is left alone.
 */
final class Shutdown {
  private static final Duration GRACE = Duration.ofSeconds(15);
  private static final Duration LAST = Duration.ofSeconds(5);

  private Shutdown() {}

  /**
   * Asks all to end, and kills what is left after a while. Services are first: they give back what
   * they hold, which takes their sidecars and the control plane. Sidecars are next, then the rest.
   *
   * @return how many were alive
   */
  static int stop(List<ProcessId> processes) {
    Set<String> names = processes.stream().map(ProcessId::name).collect(Collectors.toSet());
    Predicate<ProcessId> isService = process -> names.contains(process.sidecar());
    List<List<ProcessHandle>> order =
        List.of(
            alive(processes, isService),
            alive(processes, ProcessId::isSidecar),
            alive(processes, process -> !process.isSidecar() && !isService.test(process)));
    order.forEach(Shutdown::end);
    return order.stream().mapToInt(List::size).sum();
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
