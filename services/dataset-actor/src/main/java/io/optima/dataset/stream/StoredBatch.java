package io.optima.dataset.stream;

import io.optima.log.Batch;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
 * @param position behind the batch, of the source that is named in the place of the producer; null
 *     when it does not come from one
 * @param payload the records, read-only
 */
public record StoredBatch(
    long firstOffset,
    int records,
    long appendedMicros,
    @Nullable UUID producer,
    long sequence,
    @Nullable String position,
    ByteBuffer payload) {
  private static final int HEAD_BYTES = 40;
  private static final byte FORM = 1;

  /** With a position between head and records, whose length is in the upper half of the first 8. */
  private static final byte FORM_OF_SOURCES = 2;

  private static final UUID NOBODY = new UUID(0, 0);

  /** Offset behind its last record. */
  public long end() {
    return firstOffset + records;
  }

  /** What it takes in the journal, about. */
  long journalBytes() {
    int head = HEAD_BYTES + (position == null ? 0 : bytes(position).length);
    return (long) head + payload.remaining();
  }

  private static byte[] bytes(String position) {
    return position.getBytes(StandardCharsets.UTF_8);
  }

  static ByteBuffer head(NewBatch batch, long appendedMicros) {
    SourceStep step = batch.step();
    byte[] position = step == null ? new byte[0] : bytes(step.after());
    UUID producer = step == null ? batch.producer() : step.source();
    UUID who = producer == null ? NOBODY : producer;
    return ByteBuffer.allocate(HEAD_BYTES + position.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(step == null ? FORM : FORM_OF_SOURCES)
        .putInt(position.length)
        .putLong(appendedMicros)
        .putLong(batch.sequence())
        .order(ByteOrder.BIG_ENDIAN)
        .putLong(who.getMostSignificantBits())
        .putLong(who.getLeastSignificantBits())
        .put(position)
        .flip();
  }

  static StoredBatch of(Batch batch) {
    ByteBuffer bytes = batch.payload().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int form = bytes.remaining() < HEAD_BYTES ? 0 : bytes.get(bytes.position());
    if (form != FORM && form != FORM_OF_SOURCES) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "the batch at offset %d of partition %s has a form that this Optima does not read: use a"
              + " newer one",
          batch.firstOffset(),
          batch.partition());
    }
    bytes.getInt();
    byte[] position = new byte[bytes.getInt()];
    long micros = bytes.getLong();
    long sequence = bytes.getLong();
    bytes.order(ByteOrder.BIG_ENDIAN);
    UUID producer = new UUID(bytes.getLong(), bytes.getLong());
    bytes.get(position);
    return new StoredBatch(
        batch.firstOffset(),
        batch.records(),
        micros,
        producer.equals(NOBODY) ? null : producer,
        sequence,
        form == FORM_OF_SOURCES ? new String(position, StandardCharsets.UTF_8) : null,
        bytes.slice());
  }
}
