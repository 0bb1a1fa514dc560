package io.optima.launch;

import java.time.Instant;
import java.util.Optional;

/**
 * A process of this machine for good: numbers are given again after a process ended, the moment of
 * its start tells whether it is still the same.
 *
 * @param started milliseconds since 1970; 0 when the system does not tell
 */
public record ProcessId(String name, long pid, long started) {
  private static final String SIDECAR = ".daprd";

  static ProcessId of(String name, ProcessHandle process) {
    return new ProcessId(name, process.pid(), startOf(process));
  }

  /** The process while it is alive. */
  public Optional<ProcessHandle> alive() {
    return ProcessHandle.of(pid)
        .filter(ProcessId::runs)
        .filter(process -> startOf(process) == started);
  }

  /**
   * Whether it has not ended. The system keeps an ended one until its parent has asked how it
   * ended, and the JDK calls it alive for so long; but it has no program any more.
   */
  static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  boolean isSidecar() {
    return name.endsWith(SIDECAR);
  }

  /** Name that the sidecar of this has if it is a service. */
  String sidecar() {
    return name + SIDECAR;
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }
}
