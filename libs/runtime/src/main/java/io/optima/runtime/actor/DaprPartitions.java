package io.optima.runtime.actor;

import io.optima.model.stream.NodeRef;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.Partitions;
import java.util.Optional;

/** Every change of a partition's holder or sealed part is a turn of its actor. */
public final class DaprPartitions implements Partitions {
  private final Actors actors;

  public DaprPartitions(Actors actors) {
    this.actors = actors;
  }

  @Override
  public Optional<PartitionEntry> head(PartitionRef partition) {
    return actor(partition).head();
  }

  @Override
  public NodeRef locate(PartitionRef partition) {
    return actor(partition).locate();
  }

  @Override
  public Lease acquire(PartitionRef partition, NodeRef node) {
    return actor(partition).acquire(node);
  }

  @Override
  public Lease renew(PartitionRef partition, long epoch) {
    return actor(partition).renew(epoch);
  }

  @Override
  public PartitionEntry seal(PartitionRef partition, Seal seal) {
    return actor(partition).seal(seal);
  }

  @Override
  public PartitionEntry release(PartitionRef partition, long epoch) {
    return actor(partition).release(epoch);
  }

  private PartitionTurns actor(PartitionRef partition) {
    return actors.of(PartitionTurns.class, PartitionTurns.id(partition));
  }
}
