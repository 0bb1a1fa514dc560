package io.optima.dataset.store;

import io.optima.dataset.PartitionCommitLog;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionRef;
import io.optima.store.PartitionLog;
import java.util.Optional;

/** One partition's part of the log in the store. */
public final class StoredPartitionLog implements PartitionCommitLog {
  private final PartitionLog log;
  private final PartitionRef partition;

  public StoredPartitionLog(PartitionLog log, PartitionRef partition) {
    this.log = log;
    this.partition = partition;
  }

  @Override
  public boolean append(PartitionEntry entry) {
    return log.append(entry);
  }

  @Override
  public Optional<PartitionEntry> entry(long sequence) {
    return log.entry(partition, sequence);
  }

  @Override
  public Optional<PartitionEntry> head() {
    return log.head(partition);
  }
}
