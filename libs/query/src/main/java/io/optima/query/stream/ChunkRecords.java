package io.optima.query.stream;

import io.optima.identity.ArrowSchemas;
import io.optima.identity.Peaks;
import io.optima.identity.RecordDigest;
import io.optima.model.DigestAlgorithm;
import io.optima.model.schema.TableSchema;
import io.optima.model.stream.RecordSchema;
import io.optima.model.stream.StreamRecord;
import io.optima.query.protobuf.RowMessages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The records of the chunk that begins at a cursor, as Arrow. On their way their digests are taken;
 * what is known of the chunk is complete when all were read.
 */
final class ChunkRecords extends ArrowReader {
  private static final int BATCH_ROWS = 65_536;
  private static final int BATCH_CELLS = 1 << 20;
  private static final long BATCH_BYTES = 4L << 20;
  private static final long HOUR_MICROS = 3_600_000_000L;

  private final int partition;
  private final @Nullable RecordSchema schema;
  private final @Nullable RowMessages messages;
  private final RecordCursor records;
  private final SealSettings settings;
  private final RecordDigest digest;
  private Peaks peaks;
  private long rows;
  private long bytes;
  private long earliest = Long.MAX_VALUE;
  private long latest = Long.MIN_VALUE;
  private boolean begun;
  private @Nullable RuntimeException failure;

  /**
   * @param first offset at which the chunk begins: that of the first record, or before it
   */
  ChunkRecords(
      int partition,
      @Nullable RecordSchema schema,
      long first,
      RecordCursor records,
      SealSettings settings,
      DigestAlgorithm algorithm,
      BufferAllocator allocator) {
    super(allocator);
    this.partition = partition;
    this.schema = schema;
    this.messages = schema == null ? null : RowMessages.of(schema);
    this.records = records;
    this.settings = settings;
    this.digest = new RecordDigest(algorithm);
    this.peaks = Peaks.none(algorithm, first);
  }

  /** Reads the first batch ahead, to learn how large records are: bytes of one on average. */
  long recordBytes() throws IOException {
    begun = loadNextBatch();
    return bytes / Math.max(1, rows());
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    if (begun) {
      begun = false;
      return true;
    }
    prepareLoadNextBatch();
    try {
      return fill();
    } catch (RuntimeException e) {
      failure = e; // whoever pulls keeps no more than the message
      throw e;
    }
  }

  /** Buffers are new each time: DuckDB still works with the last ones. */
  private boolean fill() throws IOException {
    getVectorSchemaRoot().clear();
    RecordWriter batch = new RecordWriter(getVectorSchemaRoot(), partition, messages);
    List<byte[]> digests = new ArrayList<>();
    long full = bytes + BATCH_BYTES;
    StreamRecord record = records.peek();
    while (record != null
        && batch.rows() < batchRows()
        && bytes < full
        && !isBorder(record, rows + batch.rows())) {
      if (records.offset() > peaks.end() + digests.size()) {
        take(digests);
        peaks = peaks.then(Peaks.absent(peaks.algorithm(), peaks.end(), records.offset()));
      }
      batch.add(records.offset(), record);
      digests.add(digest.of(record));
      count(record);
      records.skip();
      record = records.peek();
    }
    batch.finish();
    take(digests);
    rows += batch.rows();
    return batch.rows() > 0;
  }

  private void take(List<byte[]> digests) {
    peaks = peaks.then(Peaks.of(peaks.algorithm(), peaks.end(), digests));
    digests.clear();
  }

  private int batchRows() {
    return Math.clamp(BATCH_CELLS / columns().fields().size(), 1, BATCH_ROWS);
  }

  /** Whether the next chunk begins with the record. */
  private boolean isBorder(StreamRecord record, long before) {
    return bytes >= settings.chunkBytes()
        || (before >= settings.hourRecords() && hour(record.timestamp()) > hour(latest));
  }

  private static long hour(long timestamp) {
    return Math.floorDiv(timestamp, HOUR_MICROS);
  }

  private void count(StreamRecord record) {
    bytes += RecordSizes.of(record);
    earliest = Math.min(earliest, record.timestamp());
    latest = Math.max(latest, record.timestamp());
  }

  TableSchema columns() {
    return RecordColumns.of(schema);
  }

  long rows() {
    return rows;
  }

  Peaks peaks() {
    return peaks;
  }

  /** Least timestamp of the records. */
  long earliest() {
    return earliest;
  }

  /** Greatest timestamp of the records. */
  long latest() {
    return latest;
  }

  /** Why reading failed; null when it did not. */
  @Nullable RuntimeException failure() {
    return failure;
  }

  @Override
  public long bytesRead() {
    return bytes;
  }

  @Override
  protected void closeReadSource() {}

  @Override
  protected Schema readSchema() {
    return ArrowSchemas.toArrow(columns());
  }
}
