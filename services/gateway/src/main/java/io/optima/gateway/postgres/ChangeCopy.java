package io.optima.gateway.postgres;

import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import io.optima.gateway.postgres.ChangePlace.OfChange;
import io.optima.v1.Record;
import io.optima.v1.RecordBatch;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Stores changes that are not stored yet. The slot goes on behind a transaction when all of it is.
 */
final class ChangeCopy implements Engine.Handler {
  private static final String BEGIN = "BEGIN";
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final long attempt;
  private final ChangeRows rows;
  private final StoredPlaces stored;
  private final PartitionBatches batches;
  private final Watch watch;
  private final CompletableFuture<Void> never = new CompletableFuture<>();

  private long base;
  private String transaction = "";
  private long number;
  private long looked;

  /** Looks at what comes from time to time; Debezium's signs of life see to that. */
  interface Watch {
    /**
     * @throws io.optima.model.OptimaException when something else comes than what is followed
     */
    void look(boolean first);
  }

  /**
   * @param start LSN at which the slot is
   */
  ChangeCopy(
      long attempt, long start, int partitions, ChangeRows rows, StoredPlaces stored, Watch watch) {
    this.attempt = attempt;
    this.base = start;
    this.rows = rows;
    this.stored = stored;
    this.watch = watch;
    this.batches = new PartitionBatches(partitions, this::store);
  }

  @Override
  public CompletableFuture<Void> enough() {
    return never;
  }

  @Override
  public void handleBatch(
      List<RecordChangeEvent<SourceRecord>> events,
      RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
      throws InterruptedException {
    if (looked == 0 || System.nanoTime() - looked > LOOK_NANOS) {
      watch.look(looked == 0);
      looked = System.nanoTime();
    }
    for (RecordChangeEvent<SourceRecord> event : events) {
      take(event.record());
    }
    batches.flush();
    for (RecordChangeEvent<SourceRecord> event : events) {
      committer.markProcessed(event);
    }
    committer.markBatchFinished();
  }

  private void take(SourceRecord event) {
    if (event.topic().equals(Engine.TRANSACTIONS)) {
      bounds((Struct) event.value(), event.sourceOffset());
    } else if (ChangeRows.isChange(event)) {
      change(event);
    }
  }

  private void bounds(Struct bound, Map<String, ?> offset) {
    if (BEGIN.equals(bound.getString("status"))) {
      transaction = "%s:%x".formatted(number(offset, "txId"), number(offset, "lsn"));
      number = 0;
    } else {
      base = number(offset, "lsn_commit");
    }
  }

  private static Long number(Map<String, ?> offset, String name) {
    return (Long) Objects.requireNonNull(offset.get(name), name);
  }

  private void change(SourceRecord event) {
    number++;
    OfChange place = new OfChange(attempt, base, transaction, number);
    Record record = rows.record(event);
    if (ChangeRows.isOfAll(event)) {
      for (int partition = 0; partition < batches.partitions(); partition++) {
        add(partition, record, place);
      }
    } else {
      add(batches.partition(record), record, place);
    }
  }

  private void add(int partition, Record record, OfChange place) {
    if (!ChangePlace.isStored(place, stored.at(partition))) {
      batches.add(partition, record, place);
    }
  }

  private void store(int partition, RecordBatch batch, ChangePlace last) {
    stored.append(partition, batch, last);
  }
}
