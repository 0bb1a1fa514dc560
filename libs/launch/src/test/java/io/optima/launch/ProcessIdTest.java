package io.optima.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class ProcessIdTest {
  private final ProcessId self = ProcessId.of("self", ProcessHandle.current());

  @Test
  void aProcessIsKnownByNumberAndStart() {
    assertThat(self.started()).isPositive();
    assertThat(self.alive()).contains(ProcessHandle.current());
  }

  @Test
  void aStrangerWithTheSameNumberIsNeverStopped() {
    ProcessId gone = new ProcessId("gone", self.pid(), self.started() - 10_000);

    assertThat(gone.alive()).isEmpty();
    assertThat(Shutdown.stop(List.of(gone))).isZero();
    assertThat(ProcessHandle.current().isAlive()).isTrue();
  }

  /** A killed process whose parent does not ask for its status keeps its number for a while. */
  @Test
  void aProcessThatEndedButWasNotBuriedIsNotAlive() throws IOException {
    Process parent =
        new ProcessBuilder("/bin/sh", "-c", "sleep 100 & echo $!; exec tail -f /dev/null").start();
    try (BufferedReader out = parent.inputReader()) {
      ProcessHandle child =
          ProcessHandle.of(Long.parseLong(Objects.requireNonNull(out.readLine()))).orElseThrow();
      ProcessId id = ProcessId.of("child", child);
      assertThat(id.alive()).isPresent();

      // The shell becomes tail, which buries nobody; only then is the child killed.
      awaitTrue(() -> parent.info().command().orElse("").endsWith("tail"));
      child.destroyForcibly();

      awaitTrue(() -> id.alive().isEmpty());
    } finally {
      parent.destroyForcibly();
    }
  }

  private static void awaitTrue(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
