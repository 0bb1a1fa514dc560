package io.optima.gateway.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import io.optima.gateway.postgres.FollowedDatabase.Running;
import io.optima.gateway.source.FedStream;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tables that are not followed any more, or cannot be. */
final class UnfollowedTablesTest extends DatabaseTest {
  @Test
  void aStreamThatIsFedNoMoreLeavesNothingInTheDatabase() throws Exception {
    table("leaving", "id int PRIMARY KEY");
    database.run("INSERT INTO leaving VALUES (1)");
    FedStream stream = database.created(database.table("leaving"), 1);
    Running feed = database.start(stream);
    database.awaitRows(stream, 1);
    feed.stop();
    String slots = "SELECT slot_name FROM pg_replication_slots WHERE NOT active";
    String publications = "SELECT pubname FROM pg_publication_tables WHERE tablename = 'leaving'";
    String publication = database.query(publications).getFirst();
    assertThat(database.query(slots)).contains(publication);
    database.feed().settle(stream.name(), stream.source());
    assertThat(database.query(slots)).as("still fed").contains(publication);
    database.feed().settle(stream.name(), null);
    assertThat(database.query(slots)).doesNotContain(publication);
    assertThat(database.query(publications)).isEmpty();

    database.run("INSERT INTO leaving VALUES (2)");
    database.start(stream);
    assertThat(database.awaitRows(stream, 3).stream().map(DatabaseTest::text))
        .as("from its beginning again")
        .containsExactly("r - {id:1}", "r - {id:1}", "r - {id:2}");
  }

  @Test
  void changesThatWereLostWithTheSlotAreNotSkippedInSilence() throws Exception {
    table("slotless", "id int PRIMARY KEY");
    database.run("INSERT INTO slotless VALUES (1)");
    FedStream stream = database.created(database.table("slotless"), 1);
    Running feed = database.start(stream);
    database.awaitRows(stream, 1);
    feed.stop();
    String slot =
        database
            .query("SELECT pubname FROM pg_publication_tables WHERE tablename = 'slotless'")
            .getFirst();
    database.run("SELECT pg_drop_replication_slot('" + slot + "')");
    OptimaException why = failure(database.start(stream));
    assertThat(why.code()).isEqualTo(ErrorCode.FAILED_PRECONDITION);
    assertThat(why.text()).contains(slot, "changes are lost", "set it again");
  }

  private static OptimaException failure(Running feed) {
    assertThatThrownBy(() -> feed.end().get(1, TimeUnit.MINUTES))
        .isInstanceOf(ExecutionException.class);
    return (OptimaException) feed.end().exceptionNow();
  }

  @Test
  void aStreamIsRefusedWhenItsTableCannotBeFollowed() throws Exception {
    database.run(
        "CREATE TABLE thin (id int PRIMARY KEY, at point)",
        "CREATE TABLE odd (id int PRIMARY KEY, at point)",
        "ALTER TABLE odd REPLICA IDENTITY FULL",
        "CREATE VIEW seen AS SELECT * FROM odd");
    assertRefused("absent", "there is no table public.absent");
    assertRefused("thin", "ALTER TABLE \"public\".\"thin\" REPLICA IDENTITY FULL");
    assertRefused("odd", "column at of table public.odd", "type point");
    assertRefused("seen", "is a view");
    assertThatThrownBy(() -> database.created(database.table("odd", "id", "nothing"), 1))
        .hasMessageContaining("has no column nothing");
    FedStream some = database.created(database.table("odd", "id"), 1);
    database.run("INSERT INTO odd VALUES (1, '(1,2)')");
    database.start(some);
    assertThat(database.awaitRows(some, 1).stream().map(DatabaseTest::text))
        .containsExactly("r - {id:1}");
  }

  private void assertRefused(String table, String... why) {
    assertThatThrownBy(() -> database.created(database.table(table), 1))
        .isInstanceOf(StatusRuntimeException.class)
        .message()
        .contains(why);
  }
}
