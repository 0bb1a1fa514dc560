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
  private final GroupLags lags;

  public Groups(StreamAccess access, Reads reads, Streams streams, GroupLags lags) {
    this.access = access;
    this.reads = reads;
    this.streams = streams;
    this.lags = lags;
  }

  /** A group and the ends of the partitions it reads. */
  public record Described(GroupRef group, GroupState state, List<Streams.State> partitions) {
    /** Records of a partition that the group has not committed. */
    public long lag(Streams.State partition) {
      long committed = state.offsets().getOrDefault(partition.number(), 0L);
      long from = Math.max(committed, partition.offsets().begin());
      return Math.max(0, partition.offsets().end() - from);
    }

    long lag() {
      return partitions.stream().mapToLong(this::lag).sum();
    }
  }

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
        new Watch(opened, group),
        (partition, offset) ->
            PartitionReader.open(
                opened.backend().source(new PartitionRef(opened.name(), partition)),
                offset < 0 ? begin(opened, partition, others) : new From.Offset(offset),
                false));
  }

  /** A member's part in what is measured. */
  private final class Watch implements GroupReading.Watch {
    private final Opened opened;
    private final GroupRef group;

    Watch(Opened opened, GroupRef group) {
      this.opened = opened;
      this.group = group;
    }

    @Override
    public void begin() {
      lags.joined(group, () -> described(opened, group).lag());
    }

    @Override
    public void end() {
      lags.left(group);
    }
  }

  private static Described described(Opened opened, GroupRef group) {
    Backend backend = opened.backend();
    return new Described(group, backend.groups().describe(group), backend.states(opened));
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
