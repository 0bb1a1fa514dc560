package io.optima.dataset.stream;

import io.optima.log.BatchDigest;
import io.optima.model.stream.Durability;

/**
 * Where a batch is.
 *
 * @param firstOffset of its records in the partition
 * @param lastOffset of its records, inclusive
 * @param digest of the records as they were sent
 * @param durability that was reached
 * @param repeated it was stored before, there
 */
public record Appended(
    long firstOffset,
    long lastOffset,
    BatchDigest digest,
    Durability durability,
    boolean repeated) {
  Appended again() {
    return new Appended(firstOffset, lastOffset, digest, durability, true);
  }
}
