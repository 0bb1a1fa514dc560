package io.optima.gateway.kafka;

import io.optima.gateway.stream.Backend;
import io.optima.gateway.stream.PartitionNodes.Lane;
import io.optima.gateway.stream.PartitionNodes.Offsets;
import io.optima.gateway.stream.PartitionNodes.Tail;
import io.optima.gateway.stream.RecordSource;
import io.optima.gateway.stream.SealedHistory;
import io.optima.gateway.stream.StreamAccess.Opened;
import io.optima.gateway.stream.Streams.State;
import io.optima.model.DatasetName;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.ConsumerGroups;
import io.optima.model.stream.GroupRef;
import io.optima.model.stream.KafkaTopic;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.StreamSettings;
import io.optima.model.stream.StreamSettings.Retention;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;

/** A topic that is a stream: its brokers have the records, their offsets and the groups. */
final class KafkaBackend implements Backend, AutoCloseable {
  private static final long PARTITIONS_KNOWN_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final KafkaTopic topic;
  private final KafkaClients clients;
  private final KafkaLane lane;
  private final KafkaGroups groups;
  private volatile @Nullable Known known;

  /**
   * How many partitions there were.
   *
   * @param nanos when that was asked
   */
  private record Known(int partitions, long nanos) {}

  KafkaBackend(KafkaClients clients) {
    this.topic = clients.topic();
    this.clients = clients;
    this.lane = new KafkaLane(clients);
    this.groups = new KafkaGroups(clients);
  }

  @Override
  public StreamSettings prepared(StreamSettings asked) {
    int partitions = clients.describe().partitions().size();
    if (asked.partitions() != 1 && asked.partitions() != partitions) {
      throw OptimaException.invalid(
          "topic %s has %d partitions, not %d: leave their number out",
          topic, partitions, asked.partitions());
    }
    return asked.withPartitions(partitions);
  }

  @Override
  public int partitions(StreamSettings settings) {
    Known last = known;
    if (last == null || System.nanoTime() - last.nanos() > PARTITIONS_KNOWN_NANOS) {
      last = new Known(clients.describe().partitions().size(), System.nanoTime());
      known = last;
    }
    return Math.max(last.partitions(), settings.partitions());
  }

  @Override
  public Lane lane() {
    return lane;
  }

  @Override
  public List<State> states(Opened stream) {
    List<TopicPartitionInfo> partitions = clients.describe().partitions();
    Set<TopicPartition> all =
        partitions.stream().map(info -> at(info.partition())).collect(Collectors.toSet());
    Map<TopicPartition, ListOffsetsResultInfo> begins = offsets(all, OffsetSpec.earliest());
    Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(all, OffsetSpec.latest());
    return partitions.stream()
        .map(info -> state(info, offset(begins, info), offset(ends, info)))
        .toList();
  }

  private long offset(Map<TopicPartition, ListOffsetsResultInfo> found, TopicPartitionInfo of) {
    return Objects.requireNonNull(found.get(at(of.partition()))).offset();
  }

  private static State state(TopicPartitionInfo partition, long begin, long end) {
    Node leader = partition.leader();
    String broker = leader == null ? "" : leader.host() + ":" + leader.port();
    return new State(partition.partition(), new Offsets(begin, begin, end, 0), broker, 0, "");
  }

  private Map<TopicPartition, ListOffsetsResultInfo> offsets(
      Set<TopicPartition> partitions, OffsetSpec wanted) {
    Map<TopicPartition, OffsetSpec> question =
        partitions.stream().collect(Collectors.toMap(Function.identity(), each -> wanted));
    return clients.ask(
        admin ->
            admin
                .listOffsets(question, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all());
  }

  private TopicPartition at(int partition) {
    return new TopicPartition(topic.topic(), partition);
  }

  @Override
  public void seal(Opened stream) {
    throw OptimaException.of(
        ErrorCode.FAILED_PRECONDITION,
        "%s is topic %s, whose records stay with its brokers: there is nothing to seal; SQL reads"
            + " them there",
        stream.dataset().dataset(),
        topic);
  }

  @Override
  public void truncate(Opened stream, Retention keep) {
    throw OptimaException.of(
        ErrorCode.FAILED_PRECONDITION,
        "%s is topic %s: set its retention.ms or retention.bytes, or use kafka-delete-records",
        stream.dataset().dataset(),
        topic);
  }

  @Override
  public GroupRef group(DatasetName stream, String name) {
    return new GroupRef(stream, name);
  }

  @Override
  public ConsumerGroups groups() {
    return groups;
  }

  @Override
  public List<GroupRef> groups(DatasetName stream) {
    return groups.list(stream);
  }

  @Override
  public RecordSource source(PartitionRef partition) {
    return new Source(partition);
  }

  @Override
  public void close() {
    groups.close();
    clients.close();
  }

  /** Nothing is sealed, everything is a tail. */
  private final class Source implements RecordSource {
    private final PartitionRef partition;
    private final TopicPartition at;

    Source(PartitionRef partition) {
      this.partition = partition;
      this.at = at(partition.number());
    }

    private long offset(OffsetSpec wanted) {
      return Objects.requireNonNull(offsets(Set.of(at), wanted).get(at)).offset();
    }

    @Override
    public PartitionRef partition() {
      return partition;
    }

    @Override
    public long begin() {
      return offset(OffsetSpec.earliest());
    }

    @Override
    public long end() {
      return offset(OffsetSpec.latest());
    }

    @Override
    public long near(Instant time) {
      long found = offset(OffsetSpec.forTimestamp(Math.max(0, time.toEpochMilli())));
      return found < 0 ? end() : found;
    }

    @Override
    public Optional<PartitionEntry> sealedPart() {
      return Optional.empty();
    }

    @Override
    public SealedHistory.Batches chunks(PartitionEntry state, long from) {
      throw new IllegalStateException("nothing of " + partition + " is sealed");
    }

    @Override
    public Tail tail(long from, boolean follow) {
      return new KafkaTail(clients, at, from, follow);
    }
  }
}
