package io.optima.store;

import io.optima.testing.servers.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** Settings of new stores on one real server, which lives as long as the test's JVM. */
public final class S3Stores {
  private static final S3Server SERVER = start();
  private static final String BUCKET = SERVER.bucket("optima");

  private S3Stores() {}

  private static S3Server start() {
    try {
      return S3Server.start(Files.createTempDirectory("optima-s3"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static StoreSettings fresh(Path home) {
    return StoreSettings.in(home)
        .withUrl("s3://" + BUCKET + "/" + UUID.randomUUID())
        .withS3(
            new StoreSettings.S3(
                SERVER.endpoint().toString(),
                "us-east-1",
                true,
                SERVER.accessKey(),
                SERVER.secretKey(),
                5 << 20,
                Duration.ofSeconds(30)));
  }
}
