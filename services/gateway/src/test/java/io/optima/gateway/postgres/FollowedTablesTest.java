package io.optima.gateway.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.optima.gateway.postgres.FollowedDatabase.Running;
import io.optima.gateway.source.FedStream;
import io.optima.gateway.source.Sources;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What happens to a server and its tables while they are followed. */
final class FollowedTablesTest extends DatabaseTest {
  private List<String> operations(FedStream stream) throws InterruptedException {
    return database.rows(stream).stream().map(row -> row.get("op").asString()).toList();
  }

  @Test
  void theServerNeedNotKeepWhatIsStored() throws Exception {
    table("kept", "id int PRIMARY KEY");
    FedStream stream = database.created(database.table("kept"), 2);
    database.start(stream);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> !database.query("SELECT 1 FROM pg_replication_slots WHERE active").isEmpty());
    database.run("INSERT INTO kept SELECT generate_series(1, 1000)");
    database.awaitRows(stream, 1000);
    String position = database.query("SELECT pg_current_wal_lsn()").getFirst();
    database.run("INSERT INTO kept VALUES (1001)");
    String behind =
        "SELECT 1 FROM pg_replication_slots WHERE active AND confirmed_flush_lsn >= '%s'"
            .formatted(position);
    await().atMost(Duration.ofMinutes(1)).until(() -> !database.query(behind).isEmpty());
    assertThat(database.awaitRows(stream, 1001)).hasSize(1001);
  }

  @Test
  void anotherTableWhoseNameDiffersInCaseOnlyIsLeftAlone() throws Exception {
    table("cased", "id int PRIMARY KEY");
    database.run("CREATE TABLE \"Cased\" (id int PRIMARY KEY)", "INSERT INTO cased VALUES (1)");
    FedStream stream = database.created(database.table("cased"), 1);
    database.start(stream);
    database.awaitRows(stream, 1);
    database.run(
        "INSERT INTO \"Cased\" VALUES (7)",
        "UPDATE \"Cased\" SET id = 8",
        "INSERT INTO cased VALUES (2)");
    database.awaitRows(stream, 2);
    assertThat(operations(stream)).containsExactly("r", "c");
    assertThat(
            database.query(
                "SELECT tablename FROM pg_publication_tables WHERE lower(tablename) = 'cased'"))
        .containsExactly("cased");
  }

  @Test
  void aTableThatIsMadeAgainIsAnotherSource() throws Exception {
    table("again", "id int PRIMARY KEY");
    database.run("INSERT INTO again VALUES (1)");
    FedStream stream = database.created(database.table("again"), 1);
    Running feed = database.start(stream);
    database.awaitRows(stream, 1);
    feed.stop();
    String slot =
        database
            .query("SELECT pubname FROM pg_publication_tables WHERE tablename = 'again'")
            .getFirst();
    database.run("DROP TABLE again");
    table("again", "id int PRIMARY KEY");
    database.run("INSERT INTO again VALUES (2)");
    database.start(stream);
    database.awaitRows(stream, 2);
    assertThat(operations(stream)).containsExactly("r", "r");
    assertThat(database.query("SELECT slot_name FROM pg_replication_slots"))
        .as("what is not needed any more")
        .doesNotContain(slot);
  }

  @Test
  void aSourceThatIsTakenAwayStopsAndLeavesNothing() throws Exception {
    table("taken", "id int PRIMARY KEY");
    database.run("INSERT INTO taken VALUES (1)");
    FedStream stream = database.created(database.table("taken"), 1);
    String slots =
        "SELECT pubname FROM pg_publication_tables WHERE tablename = 'taken' AND pubname IN"
            + " (SELECT slot_name FROM pg_replication_slots)";
    try (Sources sources = database.sources()) {
      sources.look(stream.name());
      database.awaitRows(stream, 1);
      database.withoutSource(stream);
      sources.look(stream.name());
      await().atMost(Duration.ofMinutes(1)).until(() -> database.query(slots).isEmpty());
      database.run("INSERT INTO taken VALUES (2)");
      await()
          .during(Duration.ofSeconds(4)) // a feeder that goes on would begin again by then
          .atMost(Duration.ofMinutes(1))
          .until(() -> database.query(slots).isEmpty());
    }
    assertThat(operations(stream)).containsExactly("r");
  }

  @Test
  void whatAnotherProcessFollowsIsLeftWhenThatStops() throws Exception {
    table("shared", "id int PRIMARY KEY");
    database.run("INSERT INTO shared VALUES (1)");
    FedStream stream = database.created(database.table("shared"), 1);
    Running feed = database.start(stream);
    database.awaitRows(stream, 1);
    feed.stop();
    UUID source = database.store().sourceSnapshots().sources(stream.name()).getFirst();
    String slot =
        "SELECT slot_name FROM pg_replication_slots WHERE NOT active AND slot_name LIKE 'optima_%s_%%'"
            .formatted(source.toString().replace("-", ""));
    await().until(() -> !database.query(slot).isEmpty());
    try (Connection connection = database.connect();
        Slots other = new Slots(connection, database.table("shared"), source)) {
      await().until(other::isMine);
      assertThatThrownBy(() -> database.feed().settle(stream.name(), null))
          .hasMessageContaining("fed/shared is still fed from table");
      assertThat(database.query(slot)).hasSize(1);
    }
    database.feed().settle(stream.name(), null);
    assertThat(database.query(slot)).isEmpty();
  }

  @Test
  void emptyingATableIsSaidInEveryPartition() throws Exception {
    table("emptied", "id int PRIMARY KEY");
    database.run("INSERT INTO emptied VALUES (1)");
    FedStream stream = database.created(database.table("emptied"), 3);
    database.start(stream);
    database.awaitRows(stream, 1);
    database.run("TRUNCATE emptied");
    database.awaitRows(stream, 4);
    assertThat(operations(stream)).containsExactlyInAnyOrder("r", "t", "t", "t");
  }

  @Test
  void aValueThatNoColumnHasStopsTheSource() throws Exception {
    table("endless", "id int PRIMARY KEY, day date");
    FedStream stream = database.created(database.table("endless"), 1);
    database.run("INSERT INTO endless VALUES (1, 'infinity')");
    Running feed = database.start(stream);
    assertThatThrownBy(() -> feed.end().get(1, TimeUnit.MINUTES))
        .hasMessageContaining("column day has the value")
        .hasMessageContaining("is date in the stream");
    assertThat(database.rows(stream)).isEmpty();
    database.run("UPDATE endless SET day = '2026-01-31'");
    database.stopAll();
    database.start(stream);
    database.awaitRows(stream, 1);
    assertThat(operations(stream)).containsExactly("r");
  }
}
