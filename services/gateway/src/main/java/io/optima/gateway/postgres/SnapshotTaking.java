package io.optima.gateway.postgres;

import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.pipeline.notification.InitialSnapshotNotificationService;
import io.debezium.pipeline.notification.Notification;
import io.debezium.pipeline.notification.SnapshotStatus;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.v1.Record;
import io.optima.v1.RecordBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Keeps the rows that a table has, in batches for the partitions of the stream. */
final class SnapshotTaking implements Engine.Handler {
  private final long attempt;
  private final ChangeRows rows;
  private final Keeping keeping;
  private final PartitionBatches batches;
  private final List<Long> kept;
  private final CompletableFuture<Void> enough = new CompletableFuture<>();

  /** Where batches are kept. */
  @FunctionalInterface
  interface Keeping {
    /**
     * @param number of the batch in its partition, from 0
     */
    void put(int partition, long number, byte[] batch);
  }

  SnapshotTaking(long attempt, int partitions, ChangeRows rows, Keeping keeping) {
    this.attempt = attempt;
    this.rows = rows;
    this.keeping = keeping;
    this.batches = new PartitionBatches(partitions, this::put);
    this.kept = new ArrayList<>(Collections.nCopies(partitions, 0L));
  }

  /** How many batches each partition has. */
  List<Long> kept() {
    return List.copyOf(kept);
  }

  @Override
  public CompletableFuture<Void> enough() {
    return enough;
  }

  @Override
  public void handleBatch(
      List<RecordChangeEvent<SourceRecord>> events,
      RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
      throws InterruptedException {
    for (RecordChangeEvent<SourceRecord> event : events) {
      if (!enough.isDone()) {
        take(event.record());
      }
    }
    committer.markBatchFinished(); // and nothing is marked: the slot stays at its beginning
  }

  private void take(SourceRecord event) {
    if (event.topic().equals(Engine.NOTIFICATIONS)) {
      notified((Struct) event.value());
    } else if (ChangeRows.isChange(event)) {
      Record record = rows.record(event);
      batches.add(batches.partition(record), record, new ChangePlace.InSnapshot(attempt, 0));
    }
  }

  private void notified(Struct notification) {
    boolean ofSnapshot =
        InitialSnapshotNotificationService.INITIAL_SNAPSHOT.equals(
            notification.getString(Notification.AGGREGATE_TYPE));
    String type = notification.getString(Notification.TYPE);
    if (ofSnapshot && SnapshotStatus.COMPLETED.name().equals(type)) {
      batches.flush();
      enough.complete(null);
    } else if (ofSnapshot && SnapshotStatus.ABORTED.name().equals(type)) {
      throw OptimaException.of(ErrorCode.UNAVAILABLE, "the table's rows were not read to the end");
    }
  }

  private void put(int partition, RecordBatch batch, ChangePlace last) {
    long number = kept.get(partition);
    keeping.put(partition, number, batch.toByteArray());
    kept.set(partition, number + 1);
  }
}
