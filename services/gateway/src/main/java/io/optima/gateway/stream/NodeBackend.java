package io.optima.gateway.stream;

import io.optima.gateway.stream.PartitionNodes.Lane;
import io.optima.gateway.stream.PartitionNodes.Offsets;
import io.optima.gateway.stream.PartitionNodes.Tail;
import io.optima.gateway.stream.StreamAccess.Opened;
import io.optima.gateway.stream.Streams.State;
import io.optima.model.DatasetName;
import io.optima.model.OptimaException;
import io.optima.model.stream.ConsumerGroups;
import io.optima.model.stream.GroupRef;
import io.optima.model.stream.NodeRef;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.StreamSettings;
import io.optima.model.stream.StreamSettings.Retention;
import io.optima.store.GroupRecords;
import io.optima.store.PartitionLog;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** Streams whose records Optima keeps: in the journals of its nodes, then in chunks. */
public final class NodeBackend implements Backend {
  private final PartitionNodes nodes;
  private final SealedHistory history;
  private final PartitionLog log;
  private final ConsumerGroups groups;
  private final GroupRecords records;

  public NodeBackend(
      PartitionNodes nodes,
      SealedHistory history,
      PartitionLog log,
      ConsumerGroups groups,
      GroupRecords records) {
    this.nodes = nodes;
    this.history = history;
    this.log = log;
    this.groups = groups;
    this.records = records;
  }

  @Override
  public StreamSettings prepared(StreamSettings asked) {
    return asked;
  }

  @Override
  public int partitions(StreamSettings settings) {
    return settings.partitions();
  }

  @Override
  public Lane lane() {
    return nodes.lane();
  }

  @Override
  public List<State> states(Opened stream) {
    return Parallel.all(
        stream.all().stream().map(partition -> (Callable<State>) () -> state(partition)).toList());
  }

  private State state(PartitionRef partition) {
    Optional<PartitionEntry> known = log.head(partition);
    if (known.isEmpty()) {
      return new State(partition.number(), new Offsets(0, 0, 0, 0), "", 0, "");
    }
    PartitionEntry state = known.get();
    NodeRef holder = state.holder();
    return new State(
        partition.number(),
        holder == null ? withoutNode(state) : offsets(partition, state),
        holder == null ? "" : holder.address(),
        state.bytes(),
        ChunkHistory.content(log, state));
  }

  private static Offsets withoutNode(PartitionEntry state) {
    return new Offsets(state.begin(), state.end(), state.end(), state.epoch());
  }

  /** What is sealed is known without the node, and worth to be told when it is away. */
  private Offsets offsets(PartitionRef partition, PartitionEntry state) {
    try {
      return nodes.offsets(partition);
    } catch (OptimaException e) {
      if (PartitionReader.isPassing(e)) {
        return withoutNode(state);
      }
      throw e;
    }
  }

  @Override
  public void seal(Opened stream) {
    change(stream, nodes::seal);
  }

  @Override
  public void truncate(Opened stream, Retention keep) {
    change(stream, partition -> nodes.truncate(partition, keep));
  }

  private void change(Opened stream, Function<PartitionRef, Offsets> change) {
    Parallel.all(
        stream.all().stream()
            .filter(partition -> log.head(partition).isPresent())
            .map(
                partition ->
                    (Callable<Offsets>)
                        () -> PartitionReader.patiently(() -> change.apply(partition)))
            .toList());
  }

  @Override
  public GroupRef group(DatasetName stream, String name) {
    return GroupRef.own(stream, name);
  }

  @Override
  public ConsumerGroups groups() {
    return groups;
  }

  @Override
  public List<GroupRef> groups(DatasetName stream) {
    try (var found = records.groups(stream)) {
      return found.sorted(Comparator.comparing(GroupRef::name)).toList();
    }
  }

  @Override
  public RecordSource source(PartitionRef partition) {
    return new Source(partition);
  }

  /** A partition that nobody opened has no node that could be asked. */
  private final class Source implements RecordSource {
    private final PartitionRef partition;

    Source(PartitionRef partition) {
      this.partition = partition;
    }

    @Override
    public PartitionRef partition() {
      return partition;
    }

    @Override
    public long begin() {
      return sealedPart().map(PartitionEntry::begin).orElse(0L);
    }

    @Override
    public long tailBegin() {
      return sealedPart().map(PartitionEntry::end).orElse(0L);
    }

    @Override
    public long end() {
      return sealedPart().isEmpty()
          ? 0
          : PartitionReader.patiently(() -> nodes.offsets(partition)).end();
    }

    @Override
    public long near(Instant time) {
      return sealedPart().map(at -> history.find(at, time).orElse(at.end())).orElse(0L);
    }

    @Override
    public Optional<PartitionEntry> sealedPart() {
      return log.head(partition);
    }

    @Override
    public SealedHistory.Batches chunks(PartitionEntry state, long from) {
      return history.read(state, from);
    }

    @Override
    public Tail tail(long from, boolean follow) {
      return nodes.tail(partition, from, follow);
    }
  }
}
