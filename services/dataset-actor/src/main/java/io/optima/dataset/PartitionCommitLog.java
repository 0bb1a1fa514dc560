package io.optima.dataset;

import io.optima.model.stream.PartitionEntry;
import java.util.Optional;

/** The commit log of one partition: the truth about it, and the fence between rival holders. */
public interface PartitionCommitLog {
  /**
   * Makes the entry the next one, durably. False when its sequence is taken, and then nothing has
   * changed. After an exception the entry may be there or not.
   */
  boolean append(PartitionEntry entry);

  /** Empty when the log does not reach that far. */
  Optional<PartitionEntry> entry(long sequence);

  /** The last entry; empty when nobody ever held the partition. */
  Optional<PartitionEntry> head();
}
