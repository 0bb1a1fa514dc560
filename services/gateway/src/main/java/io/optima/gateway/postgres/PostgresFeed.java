package io.optima.gateway.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.optima.gateway.postgres.ChangePlace.InSnapshot;
import io.optima.gateway.source.FedStream;
import io.optima.gateway.source.Feed;
import io.optima.gateway.stream.SourceAppends;
import io.optima.gateway.stream.SourceProgress;
import io.optima.model.DatasetName;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.PostgresTable;
import io.optima.model.stream.Secrets;
import io.optima.model.stream.StreamSource;
import io.optima.query.protobuf.RowMessages;
import io.optima.store.SourceSnapshots;
import io.optima.store.SourceSnapshots.Entry;
import io.optima.store.SourceSnapshots.State;
import io.optima.v1.RecordBatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tables of PostgreSQL as sources: first the rows that the table has, then its changes. One process
 * follows a table at a time, by a lock in the database; should two of them do so, each change is
 * stored once all the same, since each partition of the stream says how far it is.
 */
public final class PostgresFeed implements Feed {
  private static final Logger log = LoggerFactory.getLogger(PostgresFeed.class);
  private static final Duration TURN = Duration.ofSeconds(2);

  private final Secrets secrets;
  private final SourceAppends appends;
  private final SourceSnapshots snapshots;

  public PostgresFeed(Secrets secrets, SourceAppends appends, SourceSnapshots snapshots) {
    this.secrets = secrets;
    this.appends = appends;
    this.snapshots = snapshots;
  }

  @Override
  public boolean takes(StreamSource source) {
    return source.postgres() != null;
  }

  /** One table that one stream follows. */
  private record Following(
      FedStream stream,
      UUID source,
      PostgresDatabase database,
      Slots slots,
      FollowedTable found,
      Connection connection,
      ChangeRows rows,
      SourceProgress progress) {
    Engine engine(Entry of) {
      return new Engine(database, slots.name(of.attempt()), of.keys());
    }

    /**
     * @param start LSN at which the slot has to be before anything of it is confirmed
     */
    void look(boolean first, long attempt, long start) {
      if (first && slots.start(attempt) != start) {
        throw OptimaException.of(
            ErrorCode.UNAVAILABLE,
            "slot %s of table %s is not where it was: is it used by something else?",
            slots.name(attempt),
            database.table());
      }
      if (FollowedTable.of(connection, database.table()).oid() != found.oid()) {
        throw OptimaException.of(
            ErrorCode.UNAVAILABLE, "table %s was made again", database.table());
      }
    }
  }

  @Override
  public void run(FedStream stream, SourceProgress progress) throws InterruptedException {
    PostgresTable table = Objects.requireNonNull(stream.source().postgres());
    RowMessages rows = appends.rows(stream.caller(), stream.name());
    if (rows == null) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "%s has no schema, and changes of table %s are rows: create a stream from the table",
          stream.name(),
          table);
    }
    PostgresDatabase database = new PostgresDatabase(table, secrets);
    try (Connection connection = database.connect()) {
      FollowedTable found = FollowedTable.of(connection, table);
      UUID source = source(stream, found, table);
      endOthers(stream.name(), source);
      try (Slots slots = new Slots(connection, table, source)) {
        while (!slots.isMine()) {
          progress.runs();
          Thread.sleep(TURN);
        }
        follow(
            new Following(
                stream,
                source,
                database,
                slots,
                found,
                connection,
                new ChangeRows(rows),
                progress));
      }
    } catch (SQLException e) {
      throw PostgresErrors.of(e, table);
    }
  }

  /** A table that is made again, and one of another cluster, is another source. */
  private static UUID source(FedStream stream, FollowedTable found, PostgresTable table) {
    String identity =
        String.join(
            " ",
            stream.id().toString(),
            "postgres",
            found.cluster(),
            table.database(),
            table.table(),
            String.valueOf(found.oid()));
    return UUID.nameUUIDFromBytes(identity.getBytes(UTF_8));
  }

  private void follow(Following to) {
    Entry entry = begun(to);
    StoredPlaces stored =
        new StoredPlaces(to.stream(), to.source(), entry.batches().size(), appends, to.progress());
    if (entry.state() == State.TAKEN) {
      copySnapshot(to, entry, stored);
    }
    long attempt = entry.attempt();
    long start = to.slots().start(attempt);
    to.progress().runs();
    to.engine(entry)
        .follow(
            new ChangeCopy(
                attempt,
                start,
                entry.batches().size(),
                to.rows(),
                stored,
                first -> to.look(first, attempt, start)));
  }

  /** A snapshot that is taken, by this process if by no other. */
  private Entry begun(Following to) {
    Entry last = snapshots.last(to.stream().name(), to.source()).orElse(null);
    if (last != null && (last.state() == State.TAKEN || last.state() == State.COPIED)) {
      return last;
    }
    return takeSnapshot(to, last);
  }

  private Entry takeSnapshot(Following to, @Nullable Entry last) {
    long attempt = last == null ? 1 : last.number() + 1;
    Entry begun =
        new Entry(
            attempt, attempt, to.database().table(), to.found().keys(), State.BEGUN, List.of());
    append(to, begun);
    to.slots().drop(attempt - 1);
    snapshots.clear(to.stream().name(), to.source(), attempt - 1);
    log.info("{} takes the rows of table {}", to.stream().name(), to.database().table());
    to.progress().runs();
    SnapshotTaking taking =
        new SnapshotTaking(
            attempt,
            to.stream().partitions(),
            to.rows(),
            (partition, number, batch) ->
                snapshots.put(to.stream().name(), to.source(), attempt, partition, number, batch));
    to.engine(begun).snapshot(taking);
    return append(to, begun.then(State.TAKEN, taking.kept()));
  }

  private Entry append(Following to, Entry entry) {
    if (!snapshots.append(to.stream().name(), to.source(), entry)) {
      throw OptimaException.of(
          ErrorCode.UNAVAILABLE,
          "table %s is followed by another process now",
          to.database().table());
    }
    return entry;
  }

  private void copySnapshot(Following to, Entry taken, StoredPlaces stored) {
    for (int partition = 0; partition < taken.batches().size(); partition++) {
      copySnapshot(to, taken, stored, partition);
    }
    append(to, taken.then(State.COPIED, taken.batches()));
    snapshots.clear(to.stream().name(), to.source(), taken.attempt());
  }

  private void copySnapshot(Following to, Entry taken, StoredPlaces stored, int partition) {
    ChangePlace at = stored.at(partition);
    long begin = 0;
    if (at != null && at.attempt() == taken.attempt()) {
      if (!(at instanceof InSnapshot(long attempt, long batches))) {
        return;
      }
      begin = batches;
    }
    for (long number = begin; number < taken.batches().get(partition); number++) {
      byte[] batch =
          snapshots.read(to.stream().name(), to.source(), taken.attempt(), partition, number);
      stored.append(partition, parsed(batch), new InSnapshot(taken.attempt(), number + 1));
    }
  }

  private static RecordBatch parsed(byte[] batch) {
    try {
      return RecordBatch.parseFrom(batch);
    } catch (InvalidProtocolBufferException e) {
      throw new OptimaException(ErrorCode.CORRUPT, "a batch of a snapshot is damaged", e);
    }
  }

  /**
   * What databases keep for the stream is dropped there, so that they need not keep their log. If
   * it is fed from another table, whoever follows that one does so.
   */
  @Override
  public void settle(DatasetName stream, @Nullable StreamSource now) {
    if (now == null || now.postgres() == null) {
      endOthers(stream, null);
    }
  }

  private void endOthers(DatasetName stream, @Nullable UUID current) {
    for (UUID source : snapshots.sources(stream)) {
      Entry last = snapshots.last(stream, source).orElse(null);
      if (last != null && last.state() != State.ENDED && !source.equals(current)) {
        end(stream, source, last);
      }
    }
  }

  /** Not while a process follows the table, which might make again what is dropped. */
  private void end(DatasetName stream, UUID source, Entry last) {
    try (Connection connection = new PostgresDatabase(last.table(), secrets).connect();
        Slots slots = new Slots(connection, last.table(), source)) {
      boolean ends = last.state() == State.ENDING;
      Entry ending = ends ? last : last.then(State.ENDING, List.of());
      if (!slots.isMine() || !(ends || snapshots.append(stream, source, ending))) {
        throw OptimaException.of(
            ErrorCode.UNAVAILABLE, "%s is still fed from table %s", stream, last.table());
      }
      slots.drop(last.attempt());
      snapshots.clear(stream, source, last.attempt());
      snapshots.append(stream, source, ending.then(State.ENDED, List.of()));
    } catch (SQLException e) {
      throw PostgresErrors.of(e, last.table());
    }
  }
}
