package io.optima.query.stream;

import java.nio.ByteBuffer;

/**
 * Consecutive records of a chunk.
 *
 * @param firstOffset of its first record
 * @param records number of them
 * @param payload a serialized {@code optima.v1.RecordBatch}, in which every record has a timestamp
 */
public record SealedBatch(long firstOffset, int records, ByteBuffer payload) {
  /** Offset behind its last record. */
  public long end() {
    return firstOffset + records;
  }
}
