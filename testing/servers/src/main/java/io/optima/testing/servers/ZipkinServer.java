package io.optima.testing.servers;

import java.net.URI;
import java.nio.file.Path;

/** Zipkin with its spans in memory. */
public final class ZipkinServer implements AutoCloseable {
  private final ServerProcess process;
  private final int port;

  private ZipkinServer(ServerProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  public static ZipkinServer start(Path folder) {
    int port = ServerProcess.freePort();
    ServerProcess process =
        ServerProcess.start(
            "zipkin",
            folder,
            ServerProcess.java(
                ServerProcess.SMALL,
                "-jar",
                ServerProcess.program("zipkin.jar").toString(),
                "--server.port=" + port,
                "--armeria.ports[0].port=" + port,
                "--logging.level.root=WARN"));
    return new ZipkinServer(process.await(() -> ServerProcess.accepts(port)), port);
  }

  /** Where spans are sent. */
  public URI spans() {
    return URI.create("http://127.0.0.1:" + port + "/api/v2/spans");
  }

  /** The spans of one trace as JSON; status 404 while it has none. */
  public URI trace(String traceId) {
    return URI.create("http://127.0.0.1:" + port + "/api/v2/trace/" + traceId);
  }

  @Override
  public void close() {
    process.close();
  }
}
