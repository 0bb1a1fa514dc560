package io.optima.gateway.kafka;

import io.optima.gateway.stream.PartitionNodes.Tail;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.LogEntry;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.StreamSettings.Retention;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Copies a topic's records to chunks. Any number of processes may do that at the same time. */
final class TopicSeal {
  private static final long SLICE_BYTES = 256L << 20;

  private final KafkaClients clients;
  private final TopicHistory history;
  private final long sliceBytes;

  TopicSeal(KafkaClients clients, TopicHistory history) {
    this(clients, history, SLICE_BYTES);
  }

  /**
   * @param sliceBytes of records after which what was made is committed
   */
  TopicSeal(KafkaClients clients, TopicHistory history, long sliceBytes) {
    this.clients = clients;
    this.history = history;
    this.sliceBytes = sliceBytes;
  }

  /** Id of the topic that is there now. */
  UUID topic() {
    Uuid id = clients.describe().topicId();
    return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  /**
   * Seals all records that the topic has now, whoever is the one that does.
   *
   * @throws OptimaException FAILED_PRECONDITION when what is sealed does not go on in the topic
   */
  void seal(LogEntry dataset, PartitionRef partition) {
    UUID topic = topic();
    long end = clients.offset(partition.number(), OffsetSpec.latest());
    PartitionEntry last = null;
    do {
      long begin = clients.offset(partition.number(), OffsetSpec.earliest());
      last = history.sealed(partition).orElse(null);
      long from = last == null ? begin : last.end();
      if (last != null) {
        history.requireSame(last, topic);
        requireNone(partition, from, begin);
      }
      if (from < end) {
        last = slices(dataset, partition, topic, last, from);
      }
    } while (last != null && last.end() < end);
  }

  /** What was dropped before it was sealed is lost, which is not to look like compaction. */
  private void requireNone(PartitionRef partition, long sealed, long begin) {
    if (begin > sealed) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "topic %s dropped records %d to %d of partition %d before they were sealed: what is"
              + " sealed can be read, and what is left; to have that sealed create another stream"
              + " of the topic",
          clients.topic(),
          sealed,
          begin - 1,
          partition.number());
    }
  }

  /** Until the topic is read or somebody else is faster: then what is sealed has to be asked. */
  private @Nullable PartitionEntry slices(
      LogEntry dataset,
      PartitionRef partition,
      UUID topic,
      @Nullable PartitionEntry before,
      long from) {
    PartitionEntry last = before;
    long begin = from;
    try (Tail tail = new KafkaTail(clients, clients.at(partition.number()), from, false)) {
      while (true) {
        TopicSlice slice = new TopicSlice(tail, begin, sliceBytes);
        Optional<PartitionEntry> after =
            history.seal(dataset, partition, topic, last, begin, slice);
        if (after.isEmpty()) {
          return history.sealed(partition).orElse(null);
        }
        last = after.get();
        begin = last.end();
        if (slice.isLast()) {
          return last;
        }
      }
    }
  }

  /** Drops sealed chunks; the topic is left as it is. */
  void truncate(PartitionRef partition, Retention keep) {
    Optional<PartitionEntry> state = history.sealed(partition);
    while (state.isPresent() && history.truncate(state.get(), keep).isEmpty()) {
      state = history.sealed(partition);
    }
  }

  /** Merges small chunks as long as that is worth it. */
  void compact(PartitionRef partition) {
    Optional<PartitionEntry> state = history.sealed(partition);
    while (state.isPresent()) {
      state = history.compact(state.get());
    }
  }
}
