package io.optima.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
}
