package io.optima.query.stream;

import io.optima.model.stream.StreamRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Sealed records as batches, one behind the other; where offsets have no record a batch ends. Close
 * it. For one thread.
 */
public final class SealedBatches implements Iterator<SealedBatch>, AutoCloseable {
  private static final long BATCH_BYTES = 256L << 10;

  private final StoredRecords stored;
  private final RecordCursor records;

  SealedBatches(StoredRecords stored, long offset) {
    this.stored = stored;
    this.records = new RecordCursor(offset, stored);
  }

  /**
   * Whether there are more records.
   *
   * @throws io.optima.model.OptimaException CORRUPT when a chunk is damaged
   */
  @Override
  public boolean hasNext() {
    return records.peek() != null;
  }

  /**
   * The next records: about 256 KiB, or one that is larger.
   *
   * @throws io.optima.model.OptimaException CORRUPT when a chunk is damaged
   */
  @Override
  public SealedBatch next() {
    List<StreamRecord> batch = new ArrayList<>();
    long bytes = 0;
    StreamRecord record = records.peek();
    long first = records.offset();
    while (record != null
        && records.offset() == first + batch.size()
        && (batch.isEmpty() || bytes + RecordSizes.of(record) <= BATCH_BYTES)) {
      batch.add(record);
      bytes += RecordSizes.of(record);
      records.skip();
      record = records.peek();
    }
    if (batch.isEmpty()) {
      throw new NoSuchElementException("there are no records from offset " + first + " on");
    }
    return new SealedBatch(first, batch.size(), ByteBuffer.wrap(RecordBatches.encode(batch)));
  }

  @Override
  public void close() {
    stored.close();
  }
}
