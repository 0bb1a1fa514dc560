package io.optima.gateway.kafka;

import io.optima.gateway.source.FedStream;
import io.optima.gateway.stream.PartitionNodes.Step;
import io.optima.gateway.stream.SourceAppends;
import io.optima.gateway.stream.SourceProgress;
import io.optima.gateway.stream.SourceProgress.Position;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.KafkaTopic;
import io.optima.v1.Record;
import io.optima.v1.RecordBatch;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Copies those partitions of a topic that the group leaves to this process. The position of a
 * partition is the offset of the next record, as text. For one thread.
 */
final class TopicCopy implements ConsumerRebalanceListener, AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSING = Duration.ofSeconds(2);

  /** Shorter than Kafka's own: partitions of a process that was killed wait for it. */
  private static final int SESSION_MILLIS = 10_000;

  private static final int BATCH_BYTES = 1 << 20;

  private final FedStream stream;
  private final UUID source;
  private final KafkaClients clients;
  private final SourceAppends appends;
  private final SourceProgress progress;
  private final Consumer<byte[], byte[]> consumer;

  /** Where partitions are by what is stored; null: nothing is. */
  private final Map<TopicPartition, @Nullable String> positions = new HashMap<>();

  private long heard = System.nanoTime();

  TopicCopy(
      FedStream stream,
      UUID source,
      KafkaClients clients,
      SourceAppends appends,
      SourceProgress progress) {
    this.stream = stream;
    this.source = source;
    this.clients = clients;
    this.appends = appends;
    this.progress = progress;
    this.consumer = clients.consumer(settings());
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, "optima-source-" + stream.id());
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    if (!topic().properties().containsKey(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG)) {
      settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
    }
    return settings;
  }

  private KafkaTopic topic() {
    return clients.topic();
  }

  /**
   * Copies until this thread is interrupted.
   *
   * @throws OptimaException why it cannot go on
   */
  void run() {
    try {
      consumer.subscribe(List.of(topic().topic()), this);
      while (!Thread.currentThread().isInterrupted()) {
        poll();
      }
    } catch (OffsetOutOfRangeException e) {
      throw dropped(e);
    } catch (KafkaException e) {
      throw KafkaErrors.of(e, topic());
    }
  }

  private void poll() {
    ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
    if (!polled.isEmpty()) {
      heard = System.nanoTime();
      polled.partitions().forEach(partition -> store(partition, polled.records(partition)));
    } else if (System.nanoTime() - heard > KafkaClients.SILENCE_NANOS) {
      var _ = clients.cluster();
      heard = System.nanoTime();
    }
  }

  private void store(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
    RecordBatch.Builder batch = RecordBatch.newBuilder();
    int bytes = 0;
    for (ConsumerRecord<byte[], byte[]> each : records) {
      Record record = KafkaRecords.incoming(each);
      if (bytes > 0 && bytes + record.getSerializedSize() > BATCH_BYTES) {
        if (!append(partition, batch, each.offset())) {
          return;
        }
        batch.clear();
        bytes = 0;
      }
      batch.addRecords(record);
      bytes += record.getSerializedSize();
    }
    append(partition, batch, records.getLast().offset() + 1);
  }

  /** False when the partition is elsewhere, from where it goes on then. */
  private boolean append(TopicPartition partition, RecordBatch.Builder batch, long next) {
    String after = String.valueOf(next);
    int count = batch.getRecordsCount();
    try {
      appends.append(
          stream.caller(),
          stream.name(),
          partition.partition(),
          batch.build().toByteString(),
          count,
          new Step(source, positions.get(partition), after));
    } catch (OptimaException e) {
      if (e.code() == ErrorCode.FAILED_PRECONDITION || e.code() == ErrorCode.UNAVAILABLE) {
        seek(partition);
        return false;
      }
      throw e.code() == ErrorCode.INVALID_ARGUMENT ? refused(partition, e) : e;
    }
    positions.put(partition, after);
    progress.stored(count);
    tell(partition, after);
    return true;
  }

  private void tell(TopicPartition partition, String position) {
    OptionalLong lag = consumer.currentLag(partition);
    progress.at(
        partition.partition(), new Position(position, lag.isPresent() ? lag.getAsLong() : null));
  }

  private OptimaException refused(TopicPartition partition, OptimaException why) {
    return new OptimaException(
        why.code(),
        "partition %d of topic %s is stored up to offset %s, and %s cannot take what follows: %s"
            .formatted(
                partition.partition(),
                topic(),
                positions.get(partition),
                stream.name(),
                why.text()),
        why);
  }

  private OptimaException dropped(OffsetOutOfRangeException cause) {
    return new OptimaException(
        ErrorCode.FAILED_PRECONDITION,
        "topic %s has no records any more at %s: they were dropped before they were copied, and a"
                .formatted(topic(), cause.offsetOutOfRangePartitions())
            + " stream leaves nothing out; feed another stream from what is left",
        cause);
  }

  /** Goes on behind what is stored, whoever stored it. */
  private void seek(TopicPartition partition) {
    String position =
        appends
            .position(stream.caller(), stream.name(), partition.partition(), source)
            .orElse(null);
    positions.put(partition, position);
    if (position == null) {
      consumer.seekToBeginning(Set.of(partition));
    } else {
      consumer.seek(partition, Long.parseLong(position));
      tell(partition, position);
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
    for (TopicPartition partition : assigned) {
      KafkaFeed.requireRoom(stream, topic(), partition.partition() + 1);
      seek(partition);
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    revoked.forEach(
        partition -> {
          positions.remove(partition);
          progress.left(partition.partition());
        });
  }

  @Override
  public void close() {
    KafkaClients.close(consumer, CLOSING);
  }
}
