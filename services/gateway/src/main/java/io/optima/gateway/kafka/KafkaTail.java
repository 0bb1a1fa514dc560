package io.optima.gateway.kafka;

import com.google.protobuf.ByteString;
import io.optima.gateway.stream.PartitionNodes.Stored;
import io.optima.gateway.stream.PartitionNodes.Tail;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.KafkaTopic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * One partition of a topic, read by a consumer of its own that belongs to no group. What compaction
 * removed, aborted transactions and their markers leave gaps between batches; a batch without
 * records says that a gap was passed.
 */
final class KafkaTail implements Tail {
  private static final Duration POLL = Duration.ofMillis(500);

  private final KafkaTopic topic;
  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final Queue<Stored> ready = new ArrayDeque<>();
  private final long end;
  private long position;
  private long heard = System.nanoTime();

  /**
   * @param from offset, which has to be one that is there or the next
   * @param follow go on behind what is there now
   */
  KafkaTail(KafkaClients clients, TopicPartition partition, long from, boolean follow) {
    this.topic = clients.topic();
    this.partition = partition;
    this.position = from;
    this.consumer = clients.consumer(Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"));
    try {
      consumer.assign(List.of(partition));
      consumer.seek(partition, from);
      this.end = follow ? Long.MAX_VALUE : lastStable();
    } catch (RuntimeException e) {
      close();
      throw KafkaErrors.of(e, topic);
    }
  }

  /** Behind the last record that is committed. */
  private long lastStable() {
    return Objects.requireNonNull(consumer.endOffsets(Set.of(partition)).get(partition));
  }

  @Override
  public Optional<Stored> next() {
    try {
      while (ready.isEmpty() && position < end) {
        poll();
      }
      return Optional.ofNullable(ready.poll());
    } catch (OffsetOutOfRangeException e) {
      throw outOfRange(e);
    } catch (KafkaException e) {
      throw KafkaErrors.of(e, topic);
    }
  }

  private void poll() {
    List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL).records(partition);
    ready.addAll(KafkaRecords.incoming(partition.partition(), records));
    long read = records.isEmpty() ? position : records.getLast().offset() + 1;
    long reached = consumer.position(partition);
    if (reached > read) {
      ready.add(new Stored(partition.partition(), reached, 0, ByteString.EMPTY, 0));
    }
    if (reached > position) {
      position = reached;
      heard = System.nanoTime();
    } else if (System.nanoTime() - heard > KafkaClients.SILENCE_NANOS) {
      requirePresence();
    }
  }

  private void requirePresence() {
    lastStable();
    if (consumer.partitionsFor(partition.topic()).size() <= partition.partition()) {
      throw new UnknownTopicOrPartitionException(partition.toString());
    }
    heard = System.nanoTime();
  }

  private OptimaException outOfRange(OffsetOutOfRangeException cause) {
    long begin =
        Objects.requireNonNull(consumer.beginningOffsets(Set.of(partition)).get(partition));
    return position < begin
        ? new OptimaException(
            ErrorCode.FAILED_PRECONDITION,
            "records %d to %d of partition %d of topic %s were dropped: begin at %d, or at earliest"
                .formatted(position, begin - 1, partition.partition(), topic, begin),
            cause)
        : new OptimaException(
            ErrorCode.FAILED_PRECONDITION,
            "partition %d of topic %s ends at %d: there is no offset %d"
                .formatted(partition.partition(), topic, lastStable(), position),
            cause);
  }

  @Override
  public void close() {
    KafkaClients.close(consumer, Duration.ZERO);
  }
}
