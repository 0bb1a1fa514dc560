package io.optima.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShutdownTest {
  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  /**
   * A program that says its name when it has ended, for which it takes so long once it is asked.
   */
  private ProcessId program(String name, String seconds) throws IOException {
    String script =
        "trap 'sleep %s; echo %s >> ended; exit 0' TERM; echo ready; while :; do sleep 0.02; done"
            .formatted(seconds, name);
    Process process =
        new ProcessBuilder("/bin/sh", "-c", script).directory(folder.toFile()).start();
    started.add(process);
    assertThat(process.inputReader().readLine()).isEqualTo("ready");
    return ProcessId.of(name, process.toHandle());
  }

  @Test
  void servicesEndBeforeTheirSidecarsAndThoseBeforeTheControlPlane() throws IOException {
    List<ProcessId> processes =
        List.of(
            program("placement", "0"),
            program("optima", "0.5"),
            program("optima.daprd", "0.2"),
            program("gateway", "0.3"),
            program("gateway.daprd", "0"));
    assertThat(Shutdown.stop(processes)).isEqualTo(5);
    assertThat(Files.readAllLines(folder.resolve("ended")))
        .containsExactly("gateway", "optima", "gateway.daprd", "optima.daprd", "placement");
    assertThat(processes).allSatisfy(each -> assertThat(each.alive()).isEmpty());
  }

  @Test
  void onlyThoseThatAreAliveCount() throws IOException {
    ProcessId one = program("optima", "0");
    assertThat(Shutdown.stop(List.of(one))).isEqualTo(1);
    assertThat(Shutdown.stop(List.of(one))).isZero();
  }
}
