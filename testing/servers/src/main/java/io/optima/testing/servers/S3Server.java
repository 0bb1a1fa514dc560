package io.optima.testing.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * S3 over a folder, by S3Proxy. Its conditional writes are atomic (those of S3Mock were not when
 * twenty clients wrote one key). Buckets are made with {@link #bucket}.
 */
public final class S3Server implements AutoCloseable {
  private final ServerProcess process;
  private final Path buckets;
  private final int port;

  private S3Server(ServerProcess process, Path buckets, int port) {
    this.process = process;
    this.buckets = buckets;
    this.port = port;
  }

  /** Starts one that keeps its objects and log in {@code folder}. */
  public static S3Server start(Path folder) {
    int port = ServerProcess.freePort();
    Path buckets = folder.resolve("buckets");
    ServerProcess process =
        ServerProcess.start(
            "s3",
            folder,
            ServerProcess.java(
                ServerProcess.SMALL,
                "-cp",
                ServerProcess.program("s3proxy.jar").toString(),
                "org.gaul.s3proxy.Main",
                "--properties",
                configuration(folder, buckets, port).toString()));
    return new S3Server(process.await(() -> ServerProcess.accepts(port)), buckets, port);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public String accessKey() {
    return "optima";
  }

  public String secretKey() {
    return "optima-secret";
  }

  /** Makes an empty bucket; buckets are in the path of a URL, not in its host name. */
  public String bucket(String name) {
    try {
      Files.createDirectories(buckets.resolve(name));
      return name;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make bucket " + name, e);
    }
  }

  private static Path configuration(Path folder, Path buckets, int port) {
    String text =
        """
        s3proxy.endpoint=http://127.0.0.1:%d
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=optima
        s3proxy.credential=optima-secret
        jclouds.provider=filesystem-nio2
        jclouds.filesystem.basedir=%s
        """
            .formatted(port, buckets);
    try {
      Files.createDirectories(buckets);
      return Files.writeString(folder.resolve("s3proxy.properties"), text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the configuration of S3Proxy", e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
