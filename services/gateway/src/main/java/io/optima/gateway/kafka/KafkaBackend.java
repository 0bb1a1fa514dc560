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
import io.optima.model.dataset.LogEntry;
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
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;

/**
 * A topic that is a stream: its brokers have the records, their offsets and the groups. Chunks have
 * what was sealed, too.
 */
final class KafkaBackend implements Backend, AutoCloseable {
  private static final long PARTITIONS_KNOWN_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final KafkaTopic topic;
  private final KafkaClients clients;
  private final KafkaLane lane;
  private final KafkaGroups groups;
  private final TopicHistory history;
  private final TopicSeal seal;
  private final SealThreads threads;
  private volatile @Nullable Known known;

  /**
   * How many partitions there were.
   *
   * @param nanos when that was asked
   */
  private record Known(int partitions, long nanos) {}

  KafkaBackend(KafkaClients clients, TopicHistory history, SealThreads threads) {
    this.topic = clients.topic();
    this.clients = clients;
    this.history = history;
    this.seal = new TopicSeal(clients, history);
    this.threads = threads;
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
    Set<Integer> all =
        partitions.stream().map(TopicPartitionInfo::partition).collect(Collectors.toSet());
    Map<Integer, Long> begins = clients.offsets(all, OffsetSpec.earliest());
    Map<Integer, Long> ends = clients.offsets(all, OffsetSpec.latest());
    return partitions.stream()
        .map(
            info ->
                state(
                    new PartitionRef(stream.dataset().dataset(), info.partition()),
                    info.leader(),
                    Objects.requireNonNull(begins.get(info.partition())),
                    Objects.requireNonNull(ends.get(info.partition()))))
        .toList();
  }

  private State state(PartitionRef partition, @Nullable Node leader, long begin, long end) {
    String broker = leader == null ? "" : leader.host() + ":" + leader.port();
    return history
        .sealed(partition)
        .map(
            at ->
                new State(
                    partition.number(),
                    new Offsets(at.begin(), at.end(), Math.max(at.end(), end), 0),
                    broker,
                    at.bytes(),
                    history.content(at)))
        .orElseGet(
            () -> new State(partition.number(), new Offsets(begin, begin, end, 0), broker, 0, ""));
  }

  @Override
  public void seal(Opened stream) {
    if (!stream.stream().settings().seal().topic()) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "%s is topic %s, whose records stay with its brokers: to have them copied to chunks say"
              + " so with 'optima stream set %s --seal-topic'",
          stream.dataset().dataset(),
          topic,
          stream.dataset().dataset());
    }
    threads.each(stream.all(), partition -> seal.seal(stream.dataset(), partition));
  }

  /** What a seal that is made now and then does. */
  void keep(LogEntry dataset, PartitionRef partition) {
    threads.each(
        List.of(partition),
        each -> {
          seal.seal(dataset, each);
          seal.compact(each);
        });
  }

  @Override
  public void truncate(Opened stream, Retention keep) {
    if (!stream.stream().settings().seal().topic()
        && stream.all().stream().allMatch(each -> history.sealed(each).isEmpty())) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "%s is topic %s, of which nothing is sealed: set its retention.ms or retention.bytes, or"
              + " use kafka-delete-records",
          stream.dataset().dataset(),
          topic);
    }
    if (stream.stream().settings().seal().topic()) {
      seal(stream);
    }
    threads.each(stream.all(), partition -> seal.truncate(partition, keep));
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

  /** Sealed records first, then those that the topic has behind them. */
  private final class Source implements RecordSource {
    private final PartitionRef partition;

    Source(PartitionRef partition) {
      this.partition = partition;
    }

    private long offset(OffsetSpec wanted) {
      return clients.offset(partition.number(), wanted);
    }

    @Override
    public PartitionRef partition() {
      return partition;
    }

    @Override
    public long begin() {
      return sealedPart().map(PartitionEntry::begin).orElseGet(this::tailBegin);
    }

    @Override
    public long tailBegin() {
      return offset(OffsetSpec.earliest());
    }

    @Override
    public long end() {
      long sealed = sealedPart().map(PartitionEntry::end).orElse(0L);
      return Math.max(sealed, offset(OffsetSpec.latest()));
    }

    @Override
    public long near(Instant time) {
      Optional<PartitionEntry> sealed = sealedPart();
      OptionalLong there =
          sealed.isPresent() ? history.chunks().find(sealed.get(), time) : OptionalLong.empty();
      if (there.isPresent()) {
        return there.getAsLong();
      }
      long found = offset(OffsetSpec.forTimestamp(Math.max(0, time.toEpochMilli())));
      return found < 0 ? end() : Math.max(found, sealed.map(PartitionEntry::end).orElse(0L));
    }

    @Override
    public Optional<PartitionEntry> sealedPart() {
      return history.sealed(partition);
    }

    @Override
    public SealedHistory.Batches chunks(PartitionEntry state, long from) {
      return history.chunks().read(state, from);
    }

    @Override
    public Tail tail(long from, boolean follow) {
      sealedPart().ifPresent(state -> history.requireSame(state, seal.topic()));
      return new KafkaTail(clients, clients.at(partition.number()), from, follow);
    }
  }
}
