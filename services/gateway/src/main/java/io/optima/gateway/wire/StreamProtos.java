package io.optima.gateway.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.util.Durations;
import io.optima.gateway.stream.Groups;
import io.optima.gateway.stream.PartitionNodes.Appended;
import io.optima.gateway.stream.PartitionNodes.Publisher;
import io.optima.gateway.stream.PartitionNodes.Stored;
import io.optima.gateway.stream.Publications.Batch;
import io.optima.gateway.stream.Publications.Event;
import io.optima.gateway.stream.Streams.Creation;
import io.optima.gateway.stream.Streams.Described;
import io.optima.gateway.stream.Streams.State;
import io.optima.gateway.stream.Streams.Update;
import io.optima.gateway.stream.Subscriptions.From;
import io.optima.gateway.stream.Subscriptions.Start;
import io.optima.model.DatasetName;
import io.optima.model.OptimaException;
import io.optima.model.schema.TableSchema;
import io.optima.model.stream.ConsumerGroups.GroupState;
import io.optima.model.stream.Durability;
import io.optima.model.stream.KafkaTopic;
import io.optima.model.stream.RecordSchema;
import io.optima.model.stream.StreamSettings;
import io.optima.query.protobuf.RowMessages;
import io.optima.v1.ConsumeStart;
import io.optima.v1.ConsumerGroup;
import io.optima.v1.CreateStreamRequest;
import io.optima.v1.GroupPartition;
import io.optima.v1.Partition;
import io.optima.v1.PartitionStart;
import io.optima.v1.PublishBatchRequest;
import io.optima.v1.PublishBatchResponse;
import io.optima.v1.PublishRecordRequest;
import io.optima.v1.PublishRecordResponse;
import io.optima.v1.Record;
import io.optima.v1.RecordBatch;
import io.optima.v1.Retention;
import io.optima.v1.SealPolicy;
import io.optima.v1.StartAt;
import io.optima.v1.Stream;
import io.optima.v1.SubscribeResponse;
import io.optima.v1.SubscribeStart;
import io.optima.v1.UpdateStreamRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Streams and their records between the model and protobuf. */
public final class StreamProtos {
  private static final int UUID_BYTES = 16;

  private StreamProtos() {}

  public static Creation creation(CreateStreamRequest request) {
    return new Creation(
        DatasetName.parse(request.getName()),
        settings(request.getSettings()),
        RequestProtos.algorithm(request.getDigest()),
        request.getDescription(),
        request.getLabelsMap(),
        Set.copyOf(request.getReadersList()),
        RequestProtos.key(request.getIdempotencyKey()));
  }

  private static StreamSettings settings(io.optima.v1.StreamSettings settings) {
    Durability durability = durability(settings.getDurability());
    KafkaTopic kafka = settings.hasKafka() ? KafkaProtos.topic(settings.getKafka()) : null;
    Durability usual = kafka == null ? Durability.FSYNC : Durability.MEMORY;
    return new StreamSettings(
        settings.getPartitions() == 0 ? 1 : settings.getPartitions(),
        schema(settings),
        durability == null ? usual : durability,
        retention(settings.getRetention()),
        seal(settings.getSeal()),
        kafka,
        settings.hasSource() ? SourceProtos.source(settings.getSource()) : null);
  }

  public static Update update(UpdateStreamRequest request) {
    SealPolicy seal = request.getSeal();
    return new Update(
        DatasetName.parse(request.getName()),
        request.getPartitions() == 0 ? null : request.getPartitions(),
        durability(request.getDurability()),
        request.hasRetention() ? retention(request.getRetention()) : null,
        seal.getBytes() == 0 ? null : seal.getBytes(),
        seal.hasAge() ? duration(seal.getAge()) : null,
        seal.hasTopic() ? seal.getTopic() : null,
        request.hasSource() ? SourceProtos.change(request.getSource()) : null,
        RequestProtos.key(request.getIdempotencyKey()));
  }

  /** What describing a stream says may be said again to create another one. */
  private static @Nullable RecordSchema schema(io.optima.v1.StreamSettings settings) {
    TableSchema columns = settings.hasSchema() ? DatasetProtos.schema(settings.getSchema()) : null;
    if (settings.getProtoSource().isEmpty()) {
      return columns == null ? null : RowMessages.of(columns).schema();
    }
    RecordSchema schema =
        RowMessages.declared(settings.getProtoSource(), settings.getProtoMessage()).schema();
    if (columns != null && !columns.equals(schema.columns())) {
      throw OptimaException.invalid(
          "message %s has other columns than the schema: send only one of them", schema.message());
    }
    return schema;
  }

  public static StreamSettings.Retention retention(Retention retention) {
    return new StreamSettings.Retention(
        retention.hasAge() ? duration(retention.getAge()) : null,
        retention.hasBytes() ? retention.getBytes() : null,
        retention.hasRecords() ? retention.getRecords() : null);
  }

  private static StreamSettings.SealPolicy seal(SealPolicy seal) {
    StreamSettings.SealPolicy usual = StreamSettings.SealPolicy.DEFAULT;
    return new StreamSettings.SealPolicy(
        seal.getBytes() == 0 ? usual.bytes() : seal.getBytes(),
        seal.hasAge() ? duration(seal.getAge()) : usual.age(),
        seal.getTopic());
  }

  private static Duration duration(com.google.protobuf.Duration duration) {
    return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }

  private static com.google.protobuf.Duration duration(Duration duration) {
    return Durations.fromNanos(duration.toNanos());
  }

  /** Null where nothing is said. */
  private static @Nullable Durability durability(io.optima.v1.Durability durability) {
    return switch (durability) {
      case DURABILITY_MEMORY -> Durability.MEMORY;
      case DURABILITY_FSYNC -> Durability.FSYNC;
      case DURABILITY_OBJECT -> Durability.OBJECT;
      case DURABILITY_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }

  private static io.optima.v1.Durability durability(Durability durability) {
    return switch (durability) {
      case MEMORY -> io.optima.v1.Durability.DURABILITY_MEMORY;
      case FSYNC -> io.optima.v1.Durability.DURABILITY_FSYNC;
      case OBJECT -> io.optima.v1.Durability.DURABILITY_OBJECT;
    };
  }

  public static Stream stream(Described described) {
    RecordSchema schema = described.stream().settings().schema();
    Stream.Builder stream = Stream.newBuilder();
    described.source().map(SourceProtos::state).ifPresent(stream::setSource);
    return stream
        .setDescriptors(
            schema == null ? ByteString.EMPTY : RowMessages.of(schema).files().toByteString())
        .setName(described.dataset().dataset().toString())
        .setId(described.stream().id().toString())
        .setSettings(settings(described.stream().settings()))
        .addAllPartitions(described.partitions().stream().map(StreamProtos::partition).toList())
        .build();
  }

  private static io.optima.v1.StreamSettings settings(StreamSettings settings) {
    SealPolicy.Builder seal =
        SealPolicy.newBuilder()
            .setBytes(settings.seal().bytes())
            .setAge(duration(settings.seal().age()));
    io.optima.v1.StreamSettings.Builder built =
        io.optima.v1.StreamSettings.newBuilder()
            .setPartitions(settings.partitions())
            .setDurability(durability(settings.durability()))
            .setRetention(retention(settings.retention()));
    if (settings.schema() != null) {
      built
          .setSchema(DatasetProtos.schema(settings.schema().columns()))
          .setProtoSource(settings.schema().proto())
          .setProtoMessage(settings.schema().message());
    }
    if (settings.kafka() != null) {
      built.setKafka(KafkaProtos.topic(settings.kafka()));
      seal.setTopic(settings.seal().topic());
    }
    if (settings.source() != null) {
      built.setSource(SourceProtos.source(settings.source()));
    }
    return built.setSeal(seal).build();
  }

  private static Retention retention(StreamSettings.Retention retention) {
    Retention.Builder built = Retention.newBuilder();
    if (retention.age() != null) {
      built.setAge(duration(retention.age()));
    }
    if (retention.bytes() != null) {
      built.setBytes(retention.bytes());
    }
    if (retention.records() != null) {
      built.setRecords(retention.records());
    }
    return built.build();
  }

  private static Partition partition(State state) {
    return Partition.newBuilder()
        .setNumber(state.number())
        .setBegin(state.offsets().begin())
        .setSealed(state.offsets().sealed())
        .setEnd(state.offsets().end())
        .setEpoch(state.offsets().epoch())
        .setNode(state.node())
        .setSealedBytes(state.sealedBytes())
        .setContentId(state.content())
        .build();
  }

  public static Batch batch(PublishBatchRequest request) {
    return new Batch(
        request.getPartition(),
        request.getRecords(),
        request.getCount(),
        publisher(request.getProducer(), request.getSequence()),
        durability(request.getDurability()));
  }

  private static @Nullable Publisher publisher(ByteString producer, long sequence) {
    if (producer.isEmpty()) {
      return null;
    }
    if (producer.size() != UUID_BYTES) {
      throw OptimaException.invalid(
          "a producer is named by %d bytes, not by %d: take a random UUID",
          UUID_BYTES, producer.size());
    }
    if (sequence < 0) {
      throw OptimaException.invalid("sequence %s is too large", Long.toUnsignedString(sequence));
    }
    ByteBuffer bytes = producer.asReadOnlyByteBuffer();
    return new Publisher(new UUID(bytes.getLong(), bytes.getLong()), sequence);
  }

  public static Event event(PublishRecordRequest request) {
    Record.Builder record =
        Record.newBuilder().setValue(request.getData()).addAllHeaders(request.getHeadersList());
    if (request.hasKey()) {
      record.setKey(request.getKey());
    }
    return new Event(
        request.getId(),
        request.hasKey() ? request.getKey().toByteArray() : null,
        RecordBatch.newBuilder().addRecords(record).build().toByteString(),
        durability(request.getDurability()));
  }

  public static PublishRecordResponse event(Appended appended) {
    return PublishRecordResponse.newBuilder()
        .setPartition(appended.partition())
        .setOffset(appended.firstOffset())
        .setRepeated(appended.repeated())
        .build();
  }

  /**
   * @param partitions of the stream
   */
  public static PublishBatchResponse batch(Appended appended, int partitions) {
    return batch(appended).toBuilder().setPartitions(partitions).build();
  }

  public static PublishBatchResponse batch(Appended appended) {
    return PublishBatchResponse.newBuilder()
        .setPartition(appended.partition())
        .setFirstOffset(appended.firstOffset())
        .setLastOffset(appended.lastOffset())
        .setDigest(UnsafeByteOperations.unsafeWrap(appended.digest()))
        .setDurability(durability(appended.durability()))
        .setRepeated(appended.repeated())
        .addAllOffsets(appended.offsets())
        .build();
  }

  public static Start start(SubscribeStart start) {
    return new Start(
        DatasetName.parse(start.getStream()),
        start.getPartitionsList().stream()
            .collect(
                Collectors.toMap(
                    PartitionStart::getPartition, StreamProtos::from, (one, other) -> other)),
        start.hasAt() ? from(start.getAt()) : null,
        start.getUntilNow());
  }

  private static From from(PartitionStart start) {
    return switch (start.getBeginCase()) {
      case OFFSET -> new From.Offset(start.getOffset());
      case AT -> from(start.getAt());
      case BEGIN_NOT_SET ->
          throw OptimaException.invalid(
              "say where partition %s begins: an offset, earliest, latest or a time",
              Integer.toUnsignedString(start.getPartition()));
    };
  }

  /** Where a group begins that has committed nothing. */
  public static From others(ConsumeStart start) {
    return start.hasAt() ? from(start.getAt()) : new From.Earliest();
  }

  public static ConsumerGroup group(Groups.Described described) {
    ConsumerGroup.Builder group =
        ConsumerGroup.newBuilder()
            .setName(described.group().name())
            .addAllMembers(described.state().members().stream().sorted().toList());
    described.partitions().forEach(at -> group.addPartitions(partition(described, at)));
    return group.build();
  }

  private static GroupPartition partition(Groups.Described described, State partition) {
    GroupState group = described.state();
    Long committed = group.offsets().get(partition.number());
    GroupPartition.Builder built =
        GroupPartition.newBuilder()
            .setPartition(partition.number())
            .setMember(group.owners().getOrDefault(partition.number(), ""))
            .setEnd(partition.offsets().end())
            .setLag(described.lag(partition));
    if (committed != null) {
      built.setCommitted(committed);
    }
    return built.build();
  }

  private static From from(StartAt at) {
    return switch (at.getAtCase()) {
      case EARLIEST -> new From.Earliest();
      case LATEST -> new From.Latest();
      case TIME ->
          new From.Time(Instant.ofEpochSecond(at.getTime().getSeconds(), at.getTime().getNanos()));
      case AT_NOT_SET ->
          throw OptimaException.invalid("say where to begin: earliest, latest or a time");
    };
  }

  public static SubscribeResponse batch(Stored stored) {
    return SubscribeResponse.newBuilder()
        .setPartition(stored.partition())
        .setFirstOffset(stored.firstOffset())
        .setCount(stored.count())
        .setRecords(stored.records())
        .setAppended(stored.appended())
        .build();
  }
}
