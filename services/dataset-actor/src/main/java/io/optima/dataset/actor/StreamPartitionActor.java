package io.optima.dataset.actor;

import io.dapr.actors.ActorId;
import io.dapr.actors.runtime.ActorRuntimeContext;
import io.optima.dataset.LocalNode;
import io.optima.dataset.OwnedPartition;
import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import io.optima.model.stream.NodeRef;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.Partitions.Lease;
import io.optima.model.stream.Partitions.Seal;
import io.optima.model.stream.Stream;
import io.optima.runtime.actor.PartitionTurns;
import io.optima.runtime.actor.StatefulActor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Grants one partition to one node at a time and orders its seals. It keeps no state: the
 * partition's commit log has all of it, and one that just started lets a whole lease pass before it
 * takes a silent holder for gone.
 */
public final class StreamPartitionActor extends StatefulActor implements PartitionTurns {
  private final OwnedPartitions owned;
  private final Streams streams;
  private final LocalNode node;
  private @Nullable OwnedPartition partition;

  public StreamPartitionActor(
      ActorRuntimeContext<?> context,
      ActorId id,
      OwnedPartitions owned,
      Streams streams,
      LocalNode node) {
    super(context, id);
    this.owned = owned;
    this.streams = streams;
    this.node = node;
  }

  @Override
  public Optional<PartitionEntry> head() {
    stream();
    return partition().head();
  }

  @Override
  public NodeRef locate() {
    stream();
    return partition()
        .head()
        .map(PartitionEntry::holder)
        .filter(holder -> !holder.journal().equals(node.self().journal()))
        .filter(holder -> !partition().isMovable())
        .orElseGet(node::self);
  }

  @Override
  public Lease acquire(NodeRef by) {
    Stream stream = stream();
    return partition()
        .acquire(stream.id(), by, stream.settings().durability() == Durability.OBJECT);
  }

  @Override
  public Lease renew(long epoch) {
    return partition().renew(epoch);
  }

  @Override
  public PartitionEntry seal(Seal seal) {
    return partition().seal(seal);
  }

  @Override
  public PartitionEntry release(long epoch) {
    return partition().release(epoch);
  }

  private OwnedPartition partition() {
    OwnedPartition known = partition;
    if (known == null) {
      known = owned.open(ref());
      partition = known;
    }
    return known;
  }

  /** The stream as it is now, which has this partition. */
  private Stream stream() {
    PartitionRef ref = ref();
    Stream stream = streams.find(ref.stream());
    if (ref.number() >= stream.settings().partitions()) {
      throw OptimaException.notFound(
          "stream %s has %d partitions, numbered from 0: there is no %d",
          ref.stream(), stream.settings().partitions(), ref.number());
    }
    return stream;
  }

  private PartitionRef ref() {
    return PartitionTurns.partition(getId().toString());
  }
}
