package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.optima.launch.Home;
import io.optima.launch.ProcessId;
import io.optima.launch.RunRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who ends the command that starts Optima ends all that it started, at once or with the next. */
class InterruptIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;

  @AfterEach
  void down() {
    OptimaCommand.run(folder, "down");
    OptimaCommand.run(folder.resolve("demo"), "down");
  }

  @Test
  void ctrlCDuringUpLeavesNothing() {
    try (OptimaCommand up = OptimaCommand.start(folder, "up").ignoreOutput()) {
      List<ProcessId> started = awaitProcesses(folder, up, false);

      up.interrupt();
      assertThat(up.awaitEnd()).isNotZero();
      assertGone(folder, started);
    }
  }

  @Test
  void ctrlCDuringTheDemoLeavesNothing() {
    Path home = folder.resolve("demo");
    try (OptimaCommand demo = OptimaCommand.start(folder, "demo").ignoreOutput()) {
      List<ProcessId> started = awaitProcesses(home, demo, true);

      demo.interrupt();
      assertThat(demo.awaitEnd()).isNotZero();
      assertGone(home, started);
    }
  }

  @Test
  void whatAKilledUpLeftIsEndedByTheNextUpAndThatByDown() {
    List<ProcessId> orphans;
    try (OptimaCommand up = OptimaCommand.start(folder, "up").ignoreOutput()) {
      orphans = awaitProcesses(folder, up, false);
      up.kill();
      assertThat(up.awaitEnd()).isNotZero();
    }
    assertThat(orphans).anyMatch(each -> each.alive().isPresent());

    assertThat(OptimaCommand.run(folder, "up")).isZero();
    List<ProcessId> second = RunRecord.read(new Home(folder)).orElseThrow().processes();
    assertThat(orphans).noneMatch(each -> each.alive().isPresent());
    assertThat(second).allMatch(each -> each.alive().isPresent());

    assertThat(OptimaCommand.run(folder, "down")).isZero();
    assertGone(folder, second);
  }

  private static List<ProcessId> awaitProcesses(Path home, OptimaCommand command, boolean ready) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              assertThat(command.alive()).as(command::errors).isTrue();
              return record(home)
                  .filter(each -> each.processes().size() >= 4 && each.ready() == ready)
                  .isPresent();
            });
    return record(home).orElseThrow().processes();
  }

  private static Optional<RunRecord> record(Path home) {
    return RunRecord.read(new Home(home));
  }

  private static void assertGone(Path home, List<ProcessId> processes) {
    assertThat(processes).noneMatch(each -> each.alive().isPresent());
    assertThat(record(home)).isEmpty();
  }
}
