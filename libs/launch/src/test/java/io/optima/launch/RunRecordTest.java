package io.optima.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {
  @TempDir Path folder;

  @Test
  void isReadAsItWasWritten() {
    Home home = new Home(folder);
    RunRecord record =
        new RunRecord(
            Layout.SERVICES,
            true,
            Instant.parse("2026-11-21T12:00:00Z"),
            Map.of("grpc", 8815, "http", 8816),
            List.of(ProcessId.of("self", ProcessHandle.current())));
    record.write(home);

    assertThat(RunRecord.read(home)).contains(record);
    assertThat(record.alive()).isTrue();
  }

  @Test
  void aTornFileIsNoRecord() throws IOException {
    Home home = new Home(folder);
    Files.writeString(home.runFile(), "{\"layout\": \"EMB");

    assertThat(RunRecord.read(home)).isEmpty();
    assertThat(Launcher.stop(home)).isZero();
    assertThat(home.runFile()).doesNotExist();
  }
}
