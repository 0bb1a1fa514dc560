package io.optima.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.DatasetName;
import io.optima.model.dataset.LogEntry;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real process that halts at a label, on a real file system. */
final class KilledProcessTest {
  private static final int ROUNDS = 50;

  @TempDir private Path home;

  @ParameterizedTest
  @ValueSource(strings = {"chunk.after-put", "commit.before-append", "commit.after-append"})
  void whatWasAcknowledgedSurvives(String label) throws Exception {
    long acknowledged = publishUntilKilled(label);
    try (Store store = Store.open(StoreSettings.in(home))) {
      List<LogEntry> entries = store.datasets().entries(DatasetName.parse("a/x"), 0).toList();
      assertThat((long) entries.size()).isBetween(acknowledged, acknowledged + 1);
      for (LogEntry entry : entries) {
        var manifest = store.manifests().read(Objects.requireNonNull(entry.latest()).manifest());
        manifest
            .chunks()
            .forEach(chunk -> assertThat(store.chunks().get(chunk.digest())).isNotEmpty());
      }
    }
  }

  private long publishUntilKilled(String label) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Publishing.class.getName(),
                home.toString(),
                label)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long acknowledged = 0;
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        acknowledged = Long.parseLong(line);
      }
    }
    assertThat(process.waitFor()).isEqualTo(137);
    return acknowledged;
  }

  /** Publishes and prints each sequence that is durable. */
  static final class Publishing {
    private Publishing() {}

    public static void main(String[] arguments) {
      StoreSettings settings =
          StoreSettings.in(Path.of(arguments[0]))
              .withFaults(StoreSettings.Faults.crashAt(arguments[1], 5));
      try (Store store = Store.open(settings)) {
        for (long sequence = 1; sequence <= ROUNDS; sequence++) {
          publish(store, sequence);
          System.out.println(sequence);
        }
      }
    }

    private static void publish(Store store, long sequence) {
      try (PublishSession session = store.publish()) {
        var chunk = session.put(Samples.bytes("chunk " + sequence));
        var manifest = store.manifests().write(session, Samples.manifest(chunk, chunk));
        if (!store
            .datasets()
            .append(Samples.entry("a/x", sequence, Samples.version(sequence, manifest)))) {
          throw new IllegalStateException(sequence + " is taken");
        }
        session.release();
      }
    }
  }
}
