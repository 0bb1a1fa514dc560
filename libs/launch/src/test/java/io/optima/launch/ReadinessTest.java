package io.optima.launch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.OptimaException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadinessTest {
  @TempDir Path folder;

  @Test
  void anEndedProgramIsNamedWithTheEndOfItsLog() {
    RunningProgram program = shell("echo port 8815 is taken; exit 3");

    assertThatThrownBy(() -> await(program, Duration.ofSeconds(20)))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining("broken ended with status 3")
        .hasMessageContaining("port 8815 is taken");
  }

  @Test
  void oneThatIsNeverReadyIsNamedToo() {
    RunningProgram program = shell("exec tail -f /dev/null");
    try {
      assertThatThrownBy(() -> await(program, Duration.ofMillis(200)))
          .hasMessageContaining("broken was not ready");
    } finally {
      program.kill();
    }
  }

  private void await(RunningProgram program, Duration patience) {
    try (Readiness readiness = new Readiness()) {
      readiness.await(List.of(program), patience);
    }
  }

  private RunningProgram shell(String script) {
    int nobody = new Ports().choose("nobody");
    Program program =
        new Program(
            "broken",
            List.of("/bin/sh", "-c", script),
            Map.of(),
            folder,
            Program.http(nobody, "/health"));
    return RunningProgram.start(program, folder.resolve("broken.log"));
  }
}
