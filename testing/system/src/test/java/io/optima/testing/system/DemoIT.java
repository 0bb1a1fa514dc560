package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.launch.Home;
import io.optima.launch.ProcessId;
import io.optima.launch.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first thing that newcomers do. */
class DemoIT {
  private static final String VERDICT = "All 15 steps did what they should.\n";

  @TempDir Path folder;

  private Path home() {
    return folder.resolve("demo");
  }

  @AfterEach
  void down() {
    OptimaCommand.run(home(), "down");
  }

  @Test
  void everyStepWorksAndOptimaStaysOnlyWhenAsked() throws IOException, InterruptedException {
    assertThat(OptimaCommand.output(folder, Map.of(), "demo", "--stay")).endsWith(VERDICT);
    List<ProcessId> stayed = RunRecord.read(new Home(home())).orElseThrow().processes();
    assertThat(stayed).allMatch(each -> each.alive().isPresent());
    assertThat(OptimaCommand.output(home(), Map.of(), "list")).contains("flights/delays");

    assertThat(OptimaCommand.output(folder, Map.of(), "demo")).endsWith(VERDICT);
    assertThat(stayed).noneMatch(each -> each.alive().isPresent());
    assertThat(RunRecord.read(new Home(home()))).isEmpty();
  }
}
