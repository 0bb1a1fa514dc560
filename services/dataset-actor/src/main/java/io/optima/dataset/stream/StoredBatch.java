package io.optima.dataset.stream;

import io.optima.log.Batch;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A batch in the journal. Its payload there is a head and the records as they came; {@code
 * docs/spec/journal.md} has the layout of the head.
 *
 * @param firstOffset of its records in the partition
 * @param records how many there are
 * @param appendedMicros when it was appended, microseconds since the epoch
 * @param producer null for none
 * @param sequence of the batch among the producer's
 * @param payload the records, read-only
 */
public record StoredBatch(
    long firstOffset,
    int records,
    long appendedMicros,
    @Nullable UUID producer,
    long sequence,
    ByteBuffer payload) {
  static final int HEAD_BYTES = 40;

  private static final byte FORM = 1;
  private static final UUID NOBODY = new UUID(0, 0);

  /** Offset behind its last record. */
  public long end() {
    return firstOffset + records;
  }

  /** What it takes in the journal, about. */
  long journalBytes() {
    return (long) HEAD_BYTES + payload.remaining();
  }

  static ByteBuffer head(NewBatch batch, long appendedMicros) {
    UUID producer = batch.producer() == null ? NOBODY : batch.producer();
    return ByteBuffer.allocate(HEAD_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(FORM)
        .putLong(appendedMicros)
        .putLong(batch.sequence())
        .order(ByteOrder.BIG_ENDIAN)
        .putLong(producer.getMostSignificantBits())
        .putLong(producer.getLeastSignificantBits())
        .flip();
  }

  static StoredBatch of(Batch batch) {
    ByteBuffer bytes = batch.payload().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.remaining() < HEAD_BYTES || bytes.get(bytes.position()) != FORM) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "the batch at offset %d of partition %s has a form that this Optima does not read: use a"
              + " newer one",
          batch.firstOffset(),
          batch.partition());
    }
    bytes.getLong();
    long micros = bytes.getLong();
    long sequence = bytes.getLong();
    bytes.order(ByteOrder.BIG_ENDIAN);
    UUID producer = new UUID(bytes.getLong(), bytes.getLong());
    return new StoredBatch(
        batch.firstOffset(),
        batch.records(),
        micros,
        producer.equals(NOBODY) ? null : producer,
        sequence,
        bytes.slice());
  }
}
