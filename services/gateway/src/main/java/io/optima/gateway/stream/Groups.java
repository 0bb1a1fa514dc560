package io.optima.gateway.stream;

import io.optima.gateway.Caller;
import io.optima.gateway.Reads;
import io.optima.gateway.stream.StreamAccess.Opened;
import io.optima.gateway.stream.Subscriptions.From;
import io.optima.model.DatasetName;
import io.optima.model.OptimaException;
import io.optima.model.stream.ConsumerGroups.GroupState;
import io.optima.model.stream.GroupRef;
import io.optima.model.stream.PartitionRef;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;

/** Consumer groups: their members read here, and how far they have come is asked here. */
public final class Groups {
  private final StreamAccess access;
  private final Reads reads;
  private final Streams streams;

  public Groups(StreamAccess access, Reads reads, Streams streams) {
    this.access = access;
    this.reads = reads;
    this.streams = streams;
  }

  /** A group and the ends of the partitions it reads. */
  public record Described(GroupRef group, GroupState state, List<Streams.State> partitions) {}

  /**
   * A new member of a group.
   *
   * @param others where partitions begin for which the group has committed nothing; those that are
   *     added later are read from their first record
   * @throws OptimaException NOT_FOUND, FAILED_PRECONDITION when it is no stream, INVALID_ARGUMENT
   *     for the group's name
   */
  public GroupReading join(Caller caller, DatasetName stream, String name, From others) {
    Opened opened = access.readable(caller, stream);
    GroupRef group = opened.backend().group(stream, name);
    String member = caller.principal().name() + "-" + UUID.randomUUID();
    reads.record(caller, "data.read", stream.toString(), "consume as " + name);
    return new GroupReading(
        opened.backend().groups(),
        group,
        member,
        (partition, offset) ->
            PartitionReader.open(
                opened.backend().source(new PartitionRef(opened.name(), partition)),
                offset < 0 ? begin(opened, partition, others) : new From.Offset(offset),
                false));
  }

  private static From begin(Opened joined, int partition, From others) {
    return partition < joined.partitions() ? others : new From.Earliest();
  }

  /**
   * All groups that ever read the stream.
   *
   * @throws OptimaException NOT_FOUND, FAILED_PRECONDITION when it is no stream
   */
  public List<Described> list(Caller caller, DatasetName stream) {
    Backend backend = access.readable(caller, stream).backend();
    List<Streams.State> partitions = streams.describe(caller, stream).partitions();
    List<Callable<Described>> asked =
        backend.groups(stream).stream()
            .map(
                group ->
                    (Callable<Described>)
                        () -> new Described(group, backend.groups().describe(group), partitions))
            .toList();
    return Parallel.all(asked);
  }
}
