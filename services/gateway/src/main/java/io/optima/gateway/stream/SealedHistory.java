package io.optima.gateway.stream;

import io.optima.gateway.stream.PartitionNodes.Stored;
import io.optima.model.stream.PartitionEntry;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** The sealed records of partitions. */
public interface SealedHistory {
  /**
   * Records in batches, from an offset on until the end of what the entry says is sealed. Close it.
   *
   * @param from not before the entry's begin
   */
  Batches read(PartitionEntry state, long from);

  /** Offset of the first record of that time or later; empty when all are earlier. */
  OptionalLong find(PartitionEntry state, Instant time);

  /** For one thread. */
  interface Batches extends AutoCloseable {
    /** The next batch; empty after the last. */
    Optional<Stored> next();

    @Override
    void close();
  }
}
