package io.optima.dataset.actor;

import io.optima.dataset.OwnedPartition;
import io.optima.model.stream.PartitionRef;

/** Opens a partition on the store that this process uses. */
public interface OwnedPartitions {
  OwnedPartition open(PartitionRef partition);
}
