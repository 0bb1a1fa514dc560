package io.optima.log;

import java.nio.ByteBuffer;

/**
 * A batch as it was appended.
 *
 * @param epoch under which it was appended
 * @param firstOffset of its records
 * @param records how many consecutive offsets it has
 * @param payload read-only, as it came
 */
public record Batch(
    PartitionId partition, long epoch, long firstOffset, int records, ByteBuffer payload) {
  public Batch {
    payload = payload.asReadOnlyBuffer();
  }

  public long lastOffset() {
    return firstOffset + records - 1;
  }
}
