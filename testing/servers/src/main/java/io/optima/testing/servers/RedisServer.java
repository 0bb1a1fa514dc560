package io.optima.testing.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import redis.embedded.core.ExecutableProvider;

/** Redis, by the program that comes with embedded-redis. */
public final class RedisServer implements AutoCloseable {
  private final ServerProcess process;
  private final int port;

  private RedisServer(ServerProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  public static RedisServer start(Path folder) {
    int port = ServerProcess.freePort();
    ServerProcess process =
        ServerProcess.start(
            "redis",
            folder,
            List.of(
                program(folder).toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--save",
                ""));
    return new RedisServer(process.await(() -> ServerProcess.accepts(port)), port);
  }

  /** {@code host:port} */
  public String address() {
    return "127.0.0.1:" + port;
  }

  private static Path program(Path folder) {
    try {
      Files.createDirectories(folder);
      return ExecutableProvider.newJarResourceProvider(folder.toFile()).get().toPath();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack redis-server", e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
