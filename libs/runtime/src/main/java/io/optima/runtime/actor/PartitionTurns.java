package io.optima.runtime.actor;

import io.dapr.actors.ActorType;
import io.optima.model.DatasetName;
import io.optima.model.stream.NodeRef;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.Partitions;
import java.util.Optional;

/**
 * The turns of the StreamPartition actor, whose id is {@code group.name.number}: {@link Partitions}
 * of one partition.
 */
@ActorType(name = PartitionTurns.TYPE)
public interface PartitionTurns {
  String TYPE = "StreamPartition";

  Optional<PartitionEntry> head();

  NodeRef locate();

  Partitions.Lease acquire(NodeRef node);

  Partitions.Lease renew(long epoch);

  PartitionEntry seal(Partitions.Seal seal);

  PartitionEntry release(long epoch);

  static String id(PartitionRef partition) {
    return DatasetTurns.id(partition.stream()) + "." + partition.number();
  }

  static PartitionRef partition(String id) {
    int dot = id.lastIndexOf('.');
    DatasetName stream = DatasetTurns.name(id.substring(0, dot));
    return new PartitionRef(stream, Integer.parseInt(id.substring(dot + 1)));
  }
}
