package io.optima.bench;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamOptions;
import io.nats.client.PublishOptions;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.optima.testing.servers.NatsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Streams of a NATS server that syncs before each answer; it is built once from the Go module
 * proxy.
 */
final class Nats implements AutoCloseable {
  private static final String VERSION = "v2.15.2";

  /** As many bytes on their way as Optima's client may have. */
  private static final int IN_FLIGHT = 16 << 10;

  private final NatsServer server;

  private Nats(NatsServer server) {
    this.server = server;
  }

  /**
   * @param home where the server's program is kept
   * @param folder for its data
   */
  static Nats start(Path home, Path folder) throws IOException, InterruptedException {
    return new Nats(NatsServer.start(program(home), folder));
  }

  private static Path program(Path home) throws IOException, InterruptedException {
    Path folder = home.resolve("nats-" + VERSION);
    Path program = folder.resolve("nats-server");
    if (!Files.isExecutable(program)) {
      ProcessBuilder build =
          new ProcessBuilder("go", "install", "github.com/nats-io/nats-server/v2@" + VERSION)
              .inheritIO();
      build.environment().put("GOBIN", folder.toString());
      if (build.start().waitFor() != 0) {
        throw new IOException("the NATS server was not built: see the output of go above");
      }
    }
    return program;
  }

  private Connection connect() throws IOException, InterruptedException {
    return io.nats.client.Nats.connect(server.url());
  }

  /** A stream in files, with a subject for each partition. */
  void create(String stream) throws Exception {
    try (Connection connection = connect()) {
      connection
          .jetStreamManagement()
          .addStream(
              StreamConfiguration.builder()
                  .name(stream)
                  .subjects(stream + ".*")
                  .storageType(StorageType.File)
                  .build());
    }
  }

  /** Returns when all are acknowledged. */
  void publish(String stream, int partitions, List<byte[]> values, int count) throws Exception {
    try (Connection connection = connect()) {
      JetStream records = connection.jetStream(JetStreamOptions.builder().build());
      Queue<CompletableFuture<PublishAck>> waiting = new ArrayDeque<>();
      for (int i = 0; i < count; i++) {
        if (waiting.size() == IN_FLIGHT) {
          waiting.remove().get(1, TimeUnit.MINUTES);
        }
        waiting.add(
            records.publishAsync(
                stream + "." + i % partitions,
                values.get(i % values.size()),
                PublishOptions.builder().streamTimeout(Duration.ofMinutes(1)).build()));
      }
      for (CompletableFuture<PublishAck> each : waiting) {
        each.get(1, TimeUnit.MINUTES);
      }
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
