package io.optima.gateway.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.optima.gateway.postgres.FollowedDatabase.Running;
import io.optima.gateway.source.FedStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tables of a real PostgreSQL followed into streams. */
final class PostgresFeedTest extends DatabaseTest {
  @Test
  void rowsComeFirstAndThenChangesWithBeforeAndAfter() throws Exception {
    table("pets", "id int PRIMARY KEY, name text");
    database.run("INSERT INTO pets VALUES (1, 'Rex'), (2, NULL)");
    FedStream stream = database.created(database.table("pets"), 1);
    Running feed = database.start(stream);
    database.awaitRows(stream, 2);
    database.run(
        "INSERT INTO pets VALUES (3, 'Tom')",
        "UPDATE pets SET name = 'Max' WHERE id = 1",
        "DELETE FROM pets WHERE id = 2",
        "UPDATE pets SET id = 4 WHERE id = 3",
        "TRUNCATE pets");
    List<JsonNode> rows = database.awaitRows(stream, 8);
    assertThat(rows.stream().map(DatabaseTest::text))
        .containsExactly(
            "r - {id:1,name:Rex}",
            "r - {id:2}",
            "c - {id:3,name:Tom}",
            "u {id:1,name:Rex} {id:1,name:Max}",
            "d {id:2} -",
            "d {id:3,name:Tom} -",
            "c - {id:4,name:Tom}",
            "t - -");
    assertThat(rows).allSatisfy(row -> assertThat(row.get("committed").asString()).startsWith("2"));
    assertThat(rows.get(2).get("transaction")).isNotEqualTo(rows.get(3).get("transaction"));
    assertThat(feed.progress().state().running()).isTrue();
    assertThat(feed.progress().state().stored()).isEqualTo(8);
  }

  @Test
  void eachTypeKeepsItsValue() throws Exception {
    database.run(
        "CREATE TYPE mood AS ENUM ('happy', 'sad')",
        "CREATE DOMAIN euros AS numeric(9,2)",
        """
        CREATE TABLE kinds (a bool, b int2, c int4, d int8, e float4, f float8, g numeric(12,3),
          h numeric, i text, j varchar(9), k char(3), l bytea, m date, n time, o timestamp,
          p timestamptz, q uuid, r jsonb, s interval, t int[], u text[], v mood, w inet, x euros,
          y timestamp(3), z timetz)\
        """,
        "ALTER TABLE kinds REPLICA IDENTITY FULL",
        """
        INSERT INTO kinds VALUES (true, -7, 70000, 5000000000, 1.5, 2.25, 123456789.125, 1e40, 'ä',
          'v', 'c', '\\x00ff', '1969-12-31', '23:59:59.123456', '2026-01-31 12:30:00.000001',
          '2026-01-31 12:30:00.000001+02', '11111111-2222-3333-4444-555555555555', '{"a": [1]}',
          '1 day 02:03:04', '{1,NULL,3}', '{x,"y z"}', 'sad', '10.0.0.1', 3.5,
          '2026-01-31 12:30:00.001', '10:00:00+02')\
        """);
    FedStream stream = database.created(database.table("kinds"), 1);
    database.start(stream);
    database.awaitRows(stream, 1);
    database.run("UPDATE kinds SET i = 'changed'");
    List<JsonNode> rows = database.awaitRows(stream, 2);
    JsonNode after = rows.getFirst().get("after");
    assertThat(rows.get(1).get("before")).isEqualTo(after);
    assertThat(after.toString().replace("\"", "'"))
        .isEqualTo(
            "{'a':true,'b':-7,'c':70000,'d':'5000000000','e':1.5,'f':2.25,'g':'123456789.125',"
                + "'h':'10000000000000000000000000000000000000000','i':'ä','j':'v','k':'c  ',"
                + "'l':'AP8=','m':'1969-12-31','n':'23:59:59.123456',"
                + "'o':'2026-01-31T12:30:00.000001','p':'2026-01-31T10:30:00.000001Z',"
                + "'q':'11111111-2222-3333-4444-555555555555','r':'{\\'a\\': [1]}',"
                + "'s':'P0Y0M1DT2H3M4S','t':'[1,null,3]','u':'[\\'x\\',\\'y z\\']','v':'sad',"
                + "'w':'10.0.0.1','x':'3.50','y':'2026-01-31T12:30:00.001','z':'08:00:00Z'}");
  }

  /**
   * Feeders are stopped again and again, also in the midst of snapshots and transactions, of which
   * some insert many rows by one record of the log.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyChangeIsThereOnceAndInOrderHoweverOftenFeedersStop(long seed) throws Exception {
    Random random = new Random(seed);
    String name = "counters" + seed;
    database.run(
        "CREATE TABLE %s (id int PRIMARY KEY, version int, filler text)".formatted(name),
        "ALTER TABLE %s REPLICA IDENTITY FULL".formatted(name),
        "INSERT INTO %s SELECT g, 1, repeat('x', 1000) FROM generate_series(1, 4000) g"
            .formatted(name));
    FedStream stream = database.created(database.table(name), 3);
    int next = 4001;
    for (int round = 0; round < 8; round++) {
      Running feed = database.start(stream);
      int atLeast = Math.max(0, database.rows(stream).size() - 1 + random.nextInt(1500));
      int changes = 1 + random.nextInt(5);
      for (int i = 0; i < changes; i++) {
        next = transaction(name, next, random);
      }
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(4000));
      await()
          .until(() -> System.nanoTime() - deadline > 0 || database.rows(stream).size() >= atLeast);
      feed.stop();
    }
    database.start(stream);
    int last = next;
    database.run("INSERT INTO %s VALUES (%d, 1, 'the end')".formatted(name, last));
    database.awaitFeeding(
        () ->
            database.rows(stream).stream()
                .anyMatch(row -> row.get("after").get("id").asInt() == last));
    Map<Integer, List<Integer>> versions = new TreeMap<>();
    for (JsonNode row : database.rows(stream)) {
      versions
          .computeIfAbsent(row.get("after").get("id").asInt(), none -> new ArrayList<>())
          .add(row.get("after").get("version").asInt());
    }
    assertThat(versions).as("seed %d", seed).hasSize(last);
    for (String row : database.query("SELECT id || ' ' || version FROM " + name)) {
      String[] parts = row.split(" ", -1);
      int newest = Integer.parseInt(parts[1]);
      List<Integer> found = Objects.requireNonNull(versions.get(Integer.parseInt(parts[0])));
      int from = found.getFirst(); // what the snapshot saw
      assertThat(found)
          .as("row %s, seed %d", row, seed)
          .isEqualTo(IntStream.rangeClosed(from, newest).boxed().toList());
    }
  }

  private int transaction(String table, int next, Random random) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      int until = next + random.nextInt(400);
      statement.execute(
          "INSERT INTO %s SELECT g, 1, 'new' FROM generate_series(%d, %d) g"
              .formatted(table, next, until - 1));
      statement.execute(
          "UPDATE %s SET version = version + 1 WHERE id %% %d = 0"
              .formatted(table, 3 + random.nextInt(40)));
      if (random.nextInt(4) == 0) {
        connection.rollback();
        return next;
      }
      connection.commit();
      return until;
    }
  }

  @Test
  void whoWaitsTakesOverFromWhoFollows() throws Exception {
    table("turns", "id int PRIMARY KEY");
    database.run("INSERT INTO turns VALUES (1)");
    FedStream stream = database.created(database.table("turns"), 1);
    Running first = database.start(stream);
    database.awaitRows(stream, 1);
    Running second = database.start(stream);
    database.run("INSERT INTO turns VALUES (2)");
    database.awaitRows(stream, 2);
    assertThat(second.progress().state().stored()).isZero();
    first.stop();
    database.run("INSERT INTO turns VALUES (3)");
    assertThat(database.awaitRows(stream, 3)).hasSize(3);
    assertThat(second.progress().state().stored()).isEqualTo(1);
  }
}
