package io.optima.dataset.stream;

import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Records for one partition, to be stored together.
 *
 * @param producer who numbers its batches, so that one sent again is known; null: nobody does
 * @param sequence of the batch among the producer's in this partition, from 0 without gaps
 * @param records how many there are, at least 1
 * @param payload the records, opaque; must not change before the answer
 * @param durability asked for; null: the stream's
 * @param step of the source that the records come from, which has no producer; null for none
 */
public record NewBatch(
    @Nullable UUID producer,
    long sequence,
    int records,
    ByteBuffer payload,
    @Nullable Durability durability,
    @Nullable SourceStep step) {
  /** Of a publisher. */
  public NewBatch(
      @Nullable UUID producer,
      long sequence,
      int records,
      ByteBuffer payload,
      @Nullable Durability durability) {
    this(producer, sequence, records, payload, durability, null);
  }

  public NewBatch {
    if (producer != null && step != null) {
      throw OptimaException.invalid("a batch comes from a producer or from a source, not both");
    }
    if (sequence < 0) {
      throw OptimaException.invalid("sequence %d of a batch is negative", sequence);
    }
    if (records < 1) {
      throw OptimaException.invalid("a batch has at least one record, not %d", records);
    }
  }
}
