package io.optima.gateway.postgres;

import io.optima.model.stream.Partitioner;
import io.optima.v1.Record;
import io.optima.v1.RecordBatch;
import java.util.Map;
import java.util.TreeMap;

/**
 * Records gathered to batches for their partitions, by their keys; those without a key keep their
 * order in the first partition. All together hold no more than a few megabytes.
 */
final class PartitionBatches {
  private static final int BATCH_BYTES = 1 << 20;
  private static final int MOST_BYTES = 16 << 20;

  private final int partitions;
  private final Output output;
  private final Map<Integer, Open> open = new TreeMap<>();
  private int bytes;

  /** Takes batches that are full. */
  @FunctionalInterface
  interface Output {
    /**
     * @param last place of its last record
     */
    void batch(int partition, RecordBatch batch, ChangePlace last);
  }

  private static final class Open {
    private final RecordBatch.Builder records = RecordBatch.newBuilder();
    private int bytes;
    private ChangePlace last;

    Open(ChangePlace first) {
      this.last = first;
    }
  }

  PartitionBatches(int partitions, Output output) {
    this.partitions = partitions;
    this.output = output;
  }

  int partitions() {
    return partitions;
  }

  int partition(Record record) {
    return record.hasKey() ? Partitioner.partition(record.getKey().toByteArray(), partitions) : 0;
  }

  void add(int partition, Record record, ChangePlace place) {
    int size = record.getSerializedSize();
    Open batch = open.get(partition);
    if (batch != null && batch.bytes + size > BATCH_BYTES) {
      end(partition, batch);
      batch = null;
    }
    if (bytes + size > MOST_BYTES) {
      flush();
      batch = null;
    }
    if (batch == null) {
      batch = new Open(place);
      open.put(partition, batch);
    }
    batch.records.addRecords(record);
    batch.last = place;
    batch.bytes += size;
    bytes += size;
  }

  /** Hands over what is not full yet. */
  void flush() {
    Map.copyOf(open).forEach(this::end);
  }

  private void end(int partition, Open batch) {
    open.remove(partition);
    bytes -= batch.bytes;
    output.batch(partition, batch.records.build(), batch.last);
  }
}
