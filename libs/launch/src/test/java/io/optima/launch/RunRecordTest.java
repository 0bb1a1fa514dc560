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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void whatALaterOptimaAddsIsPassedOver() throws IOException {
    Home home = new Home(folder);
    Files.writeString(
        home.runFile(),
        """
        {"ports": {"grpc": 7}, "more": {"ready": [true]}, "layout": "SERVICES",
         "processes": [{"name": "a", "more": [{}], "pid": 1, "started": 2}], "ready": true}
        """);

    RunRecord record = RunRecord.read(home).orElseThrow();
    assertThat(record.grpcPort()).isEqualTo(7);
    assertThat(record.layout()).isEqualTo(Layout.SERVICES);
    assertThat(record.processes()).containsExactly(new ProcessId("a", 1, 2));
    assertThat(record.ready()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"layout\": \"ON_THE_MOON\"}",
        "{\"started\": \"once\"}",
        "{\"ports\": 1"
      })
  void anotherFileIsNoRecord(String text) throws IOException {
    Home home = new Home(folder);
    Files.writeString(home.runFile(), text);

    assertThat(RunRecord.read(home)).isEmpty();
  }
}
