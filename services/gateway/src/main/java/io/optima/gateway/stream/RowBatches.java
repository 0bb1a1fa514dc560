package io.optima.gateway.stream;

import com.google.protobuf.UnsafeByteOperations;
import io.optima.gateway.stream.Publications.Batch;
import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import io.optima.model.stream.Partitioner;
import io.optima.model.stream.StreamRecord;
import io.optima.query.stream.ArrivingRows;
import io.optima.query.stream.RecordBatches;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Rows as batches of records for their partitions: the one that was asked for, that of the row's
 * key, or for rows without a key another one for each batch of rows.
 */
public final class RowBatches {
  private static final int BATCH_BYTES = 1 << 20;

  private final PublishSession session;
  private final @Nullable Integer partition;
  private final @Nullable Durability durability;
  private int next;
  private long rows;

  /**
   * @param partition of all rows; null: by their keys
   * @param durability at least; null: the stream's
   */
  public RowBatches(
      PublishSession session, @Nullable Integer partition, @Nullable Durability durability) {
    this.session = session;
    this.partition = partition;
    this.durability = durability;
  }

  /**
   * Batches of about a megabyte, with all rows.
   *
   * @param batch canonical Arrow
   * @throws OptimaException INVALID_ARGUMENT naming row (from 1) and column that cannot be a record
   */
  public List<Batch> of(VectorSchemaRoot batch) {
    ArrivingRows arriving = new ArrivingRows(session.rows(), batch);
    Map<Integer, List<StreamRecord>> open = new TreeMap<>();
    Map<Integer, Integer> bytes = new TreeMap<>();
    List<Batch> done = new ArrayList<>();
    next = (next + 1) % session.partitions();
    for (int row = 0; row < batch.getRowCount(); row++) {
      StreamRecord record = record(arriving, row);
      int lane = partition(record);
      open.computeIfAbsent(lane, none -> new ArrayList<>()).add(record);
      if (bytes.merge(lane, size(record), Integer::sum) > BATCH_BYTES) {
        done.add(batch(lane, open.remove(lane)));
        bytes.remove(lane);
      }
    }
    open.forEach((lane, records) -> done.add(batch(lane, records)));
    rows += batch.getRowCount();
    return done;
  }

  private StreamRecord record(ArrivingRows arriving, int row) {
    try {
      return arriving.record(row);
    } catch (OptimaException e) {
      throw new OptimaException(e.code(), "row %d: %s".formatted(rows + row + 1, e.text()), e);
    }
  }

  private int partition(StreamRecord record) {
    if (partition != null) {
      return partition;
    }
    return record.key() == null ? next : Partitioner.partition(record.key(), session.partitions());
  }

  private static int size(StreamRecord record) {
    return (record.key() == null ? 0 : record.key().length)
        + (record.value() == null ? 0 : record.value().length);
  }

  private Batch batch(int lane, List<StreamRecord> records) {
    return new Batch(
        lane,
        UnsafeByteOperations.unsafeWrap(RecordBatches.encode(records)),
        records.size(),
        null,
        durability);
  }
}
