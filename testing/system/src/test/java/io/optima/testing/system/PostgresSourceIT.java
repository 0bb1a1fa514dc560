package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.Durations;
import io.optima.testing.servers.PostgresServer;
import io.optima.v1.CreateStreamRequest;
import io.optima.v1.Partition;
import io.optima.v1.PostgresTable;
import io.optima.v1.SealPolicy;
import io.optima.v1.SourceState;
import io.optima.v1.StreamSettings;
import io.optima.v1.StreamSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream that is fed from a table of PostgreSQL while processes are killed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresSourceIT {
  private PostgresServer postgres;
  private OptimaUnderTest optima;

  @BeforeAll
  void begin(@TempDir Path folder) {
    postgres = PostgresServer.start(folder.resolve("postgres"));
    optima = OptimaUnderTest.start();
  }

  @AfterAll
  void end() {
    optima.close();
    postgres.close();
  }

  private void run(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String each : statements) {
        statement.execute(each);
      }
      connection.commit();
    }
  }

  private List<String> table(String name) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl());
        Statement statement = connection.createStatement();
        ResultSet answer =
            statement.executeQuery("SELECT id, version FROM " + name + " ORDER BY id")) {
      while (answer.next()) {
        rows.add(answer.getInt(1) + " " + answer.getInt(2));
      }
    }
    return rows;
  }

  private void create(String stream, String table) {
    optima
        .client()
        .streams()
        .create(
            CreateStreamRequest.newBuilder()
                .setName(stream)
                .setSettings(
                    StreamSettings.newBuilder()
                        .setPartitions(3)
                        .setSeal(SealPolicy.newBuilder().setAge(Durations.fromMillis(700)))
                        .setSource(
                            StreamSource.newBuilder()
                                .setPostgres(
                                    PostgresTable.newBuilder()
                                        .setServer("127.0.0.1:" + postgres.port())
                                        .setDatabase("postgres")
                                        .setTable("public." + table)
                                        .setUser("postgres"))))
                .build());
  }

  private long records(String stream) {
    return optima.client().streams().describe(stream).getPartitionsList().stream()
        .mapToLong(Partition::getEnd)
        .sum();
  }

  /** Every other row gets a new version, some rows come, some go. */
  private void changes(String table, int from, Random random) throws SQLException {
    run(
        "INSERT INTO %s SELECT g, 1 FROM generate_series(%d, %d) g"
            .formatted(table, from, from + 99),
        "UPDATE %s SET version = version + 1 WHERE id %% 2 = %d"
            .formatted(table, random.nextInt(2)),
        "DELETE FROM %s WHERE id = %d".formatted(table, random.nextInt(from)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void everyChangeIsThereOnceAndInOrder(long seed) throws Exception {
    Random random = new Random(seed);
    String table = "orders" + seed;
    String stream = "fed/" + table;
    run(
        "CREATE TABLE %s (id int PRIMARY KEY, version int NOT NULL)".formatted(table),
        "ALTER TABLE %s REPLICA IDENTITY FULL".formatted(table),
        "INSERT INTO %s SELECT g, 1 FROM generate_series(0, 19999) g".formatted(table));
    create(stream, table);
    int next = 20_000;
    List<List<String>> victims = List.of(List.of("optima"), List.of("optima", "optima.daprd"));
    for (List<String> killed : victims) {
      int some = random.nextInt(20_000);
      await().atMost(Duration.ofMinutes(2)).until(() -> records(stream) >= some);
      changes(table, next, random);
      killed.forEach(victim -> optima.running().program(victim).kill());
      changes(table, next + 100, random);
      killed.forEach(victim -> optima.running().restart(victim, Map.of()));
      optima.running().awaitReady();
      changes(table, next + 200, random);
      next += 300;
    }
    run("INSERT INTO %s VALUES (-1, 1)".formatted(table));
    String end = "SELECT count(*) FROM fed.%s WHERE after.id = -1".formatted(table);
    await().atMost(Duration.ofMinutes(2)).until(() -> Queries.number(optima.client(), end) == 1);
    // keys of one partition may wait for their turn while those of another are there
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> assertThat(texts(replayed(table))).as("seed %d", seed).isEqualTo(table(table)));
    assertThat(texts(torn(table))).as("seed %d", seed).isEmpty();
    SourceState state = optima.client().streams().describe(stream).getSource();
    assertThat(state.getActivity()).isEqualTo(SourceState.Activity.ACTIVITY_RUNNING);
    assertThat(state.getPositionsList()).hasSize(3);
  }

  private List<String> texts(String query) {
    return Queries.rows(optima.client(), query).stream()
        .map(row -> row.getFirst().toString())
        .toList();
  }

  /** The table as the last change of each row leaves it. */
  private static String replayed(String table) {
    return """
    SELECT after.id || ' ' || after.version FROM (
      SELECT op, after, row_number() OVER (
        PARTITION BY coalesce(after.id, before.id) ORDER BY "offset" DESC) AS age FROM fed.%s)
    WHERE age = 1 AND op <> 'd' ORDER BY after.id\
    """
        .formatted(table);
  }

  /** Changes that do not begin where the one before them in the same row ended. */
  private static String torn(String table) {
    return """
    SELECT id || ' ' || coalesce(was, 0) || ' ' || coalesce(is_before, 0) FROM (
      SELECT coalesce(after.id, before.id) AS id, before.version AS is_before,
        lag(after.version) OVER (
          PARTITION BY coalesce(after.id, before.id) ORDER BY "offset") AS was FROM fed.%s)
    WHERE is_before IS DISTINCT FROM was\
    """
        .formatted(table);
  }
}
