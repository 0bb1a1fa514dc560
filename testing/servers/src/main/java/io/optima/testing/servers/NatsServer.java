package io.optima.testing.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A NATS server with JetStream that syncs before each answer ({@code sync_interval: always}). */
public final class NatsServer implements AutoCloseable {
  private final ServerProcess process;
  private final int port;

  private NatsServer(ServerProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * @param program {@code nats-server}
   */
  public static NatsServer start(Path program, Path folder) {
    int port = ServerProcess.freePort();
    String configuration = configuration(folder, port).toString();
    ServerProcess process =
        ServerProcess.start("nats", folder, List.of(program.toString(), "-c", configuration));
    return new NatsServer(process.await(() -> ServerProcess.accepts(port)), port);
  }

  private static Path configuration(Path folder, int port) {
    String text =
        """
        listen: "127.0.0.1:%d"
        max_payload: 8MB
        jetstream { store_dir: "%s", sync_interval: always, max_file_store: 20GB }
        """
            .formatted(port, folder.resolve("data"));
    try {
      Files.createDirectories(folder);
      return Files.writeString(folder.resolve("nats.conf"), text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the configuration of NATS", e);
    }
  }

  public String url() {
    return "nats://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.close();
  }
}
