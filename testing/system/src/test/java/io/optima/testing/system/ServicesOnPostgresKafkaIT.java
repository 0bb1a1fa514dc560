package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.optima.launch.LaunchSettings;
import io.optima.launch.Layout;
import io.optima.testing.servers.KafkaServer;
import io.optima.testing.servers.PostgresServer;
import io.optima.testing.servers.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four services with a sidecar each: state and lineage index in PostgreSQL, events by Kafka, bytes
 * in S3 behind a read cache that is too small for all of them.
 */
class ServicesOnPostgresKafkaIT extends MainJobContract {
  private static final long CACHE = 1 << 20;

  @TempDir private static Path folder;

  private final Deque<AutoCloseable> servers = new ArrayDeque<>();
  private String database = "";

  @Override
  OptimaUnderTest start() {
    return OptimaUnderTest.start(this::onServers);
  }

  private LaunchSettings onServers(LaunchSettings settings) {
    PostgresServer postgres = closedLater(PostgresServer.start(folder.resolve("postgres")));
    KafkaServer kafka = closedLater(KafkaServer.start(folder.resolve("kafka")));
    S3Server s3 = closedLater(S3Server.start(folder.resolve("s3")));
    database = postgres.jdbcUrl();
    return settings
        .with(Layout.SERVICES)
        .withComponents(OptimaUnderTest.root().resolve("components/postgres-kafka"))
        .withEnvironment("OPTIMA_POSTGRES", postgres.connectionString())
        .withEnvironment("OPTIMA_KAFKA", kafka.bootstrap())
        .withProperty("optima.lineage.database.url", database)
        .withProperty("optima.store.url", "s3://" + s3.bucket("optima") + "/main-job")
        .withProperty("optima.store.s3.endpoint", s3.endpoint().toString())
        .withProperty("optima.store.s3.path-style", "true")
        .withProperty("optima.store.s3.access-key", s3.accessKey())
        .withProperty("optima.store.s3.secret-key", s3.secretKey())
        .withProperty("optima.cache.size", CACHE + "B")
        // what an open query instance reads stays, whatever the limit
        .withProperty("optima.query.instances", "1")
        .withProperty("optima.query.kept", "1");
  }

  private <S extends AutoCloseable> S closedLater(S server) {
    servers.push(server);
    return server;
  }

  @Test
  void eventsReachTheIndexWithoutAnybodyAsking() {
    Publishing.csv(client(), "events/orders", Publishing.orders(10, 1));

    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                number("select count(*) from optima_lineage.dataset where name = 'events/orders'")
                    == 1);
  }

  @Test
  void bytesAreInTheBucketStateInTheDatabaseAndLittleOnThisMachine() throws Exception {
    for (int seed = 1; seed <= 5; seed++) {
      Publishing.csv(client(), "bucket/orders", Publishing.orders(200_000, seed));
      assertThat(Queries.number(client(), "select sum(id) from bucket.orders"))
          .isEqualTo(199_999L * 100_000);
    }

    assertThat(bytes(folder.resolve("s3/buckets/optima/main-job/chunks"))).isGreaterThan(CACHE);
    assertThat(optima().home().resolve("store")).doesNotExist();
    assertThat(optima().home().resolve("lineage.db")).doesNotExist();
    assertThat(number("select count(*) from optima_state where key like '%bucket.orders%'"))
        .isPositive();
    try (Stream<Path> caches = Files.list(optima().home().resolve("cache"))) {
      assertThat(caches.filter(each -> each.getFileName().toString().matches("[0-9]+")))
          .isNotEmpty()
          .allSatisfy(cache -> assertThat(bytes(cache)).isLessThanOrEqualTo(CACHE));
    }
  }

  private long number(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(database);
        var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Override
  @AfterAll
  void end() throws Exception {
    super.end();
    for (AutoCloseable server : servers) {
      server.close();
    }
  }
}
