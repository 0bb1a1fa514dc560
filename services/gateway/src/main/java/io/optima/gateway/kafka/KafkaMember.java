package io.optima.gateway.kafka;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.ConsumerGroups.Membership;
import io.optima.model.stream.KafkaTopic;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of a group of Kafka that is there for a member of ours: it is given partitions and
 * commits offsets, and fetches nothing. A partition is let go of when the member has said that it
 * does not read it any more. One thread has the consumer; the others talk to that.
 */
final class KafkaMember implements AutoCloseable {
  private static final Duration AGAIN = Duration.ofMillis(50);
  private static final Duration SESSION = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(500);

  /** A member that does not answer for so long has stopped, as its beats promise. */
  private static final long HANDOVER_NANOS = SESSION.toNanos();

  private final KafkaTopic topic;
  private final Consumer<byte[], byte[]> consumer;
  private final Thread thread;
  private final Queue<Wanted> wanted = new ConcurrentLinkedQueue<>();

  /** Guarded by this, as all below: offset of the next record, −1 for none, by partition. */
  private final Map<Integer, Long> assigned = new HashMap<>();

  private Set<Integer> reading = Set.of();
  private boolean closed;
  private @Nullable OptimaException failure;

  private record Wanted(
      Map<TopicPartition, OffsetAndMetadata> offsets, CompletableFuture<Void> answer) {}

  KafkaMember(KafkaClients clients, String group, String name) {
    this.topic = clients.topic();
    this.consumer =
        clients.consumer(
            Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.CLIENT_ID_CONFIG,
                name,
                // a position is needed, though nothing is fetched from there
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                // a topic that grows is noticed
                ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                30_000));
    this.thread = Thread.ofVirtual().name("kafka-member").start(this::run);
  }

  /** What the member is to read, now that it reads these. */
  synchronized Membership beat(Set<Integer> reads) {
    OptimaException why = failure;
    if (why != null) {
      throw new OptimaException(why.code(), why.text(), why);
    }
    reading = reads;
    notifyAll();
    return new Membership(assigned, AGAIN, SESSION);
  }

  /**
   * @throws OptimaException CONFLICT when a partition is not the member's any more
   */
  void commit(Map<Integer, Long> offsets) {
    Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
    offsets.forEach((number, offset) -> places.put(at(number), new OffsetAndMetadata(offset)));
    Wanted commit = new Wanted(places, new CompletableFuture<>());
    wanted.add(commit);
    synchronized (this) {
      if (closed || failure != null) {
        throw notOurs(offsets.keySet());
      }
      notifyAll();
    }
    consumer.wakeup();
    try {
      commit.answer().get(KafkaClients.PATIENCE.toMillis() * 2, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | InterruptedException e) {
      throw KafkaErrors.of(e, topic);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new OptimaException(
          ErrorCode.UNAVAILABLE, "the commit was not answered: it may be recorded or not", e);
    }
  }

  private TopicPartition at(int number) {
    return new TopicPartition(topic.topic(), number);
  }

  private static OptimaException notOurs(Collection<?> partitions) {
    return OptimaException.of(
        ErrorCode.CONFLICT,
        "of partitions %s some are not this member's any more: nothing was recorded",
        partitions);
  }

  private void run() {
    try {
      consumer.subscribe(List.of(topic.topic()), new Rebalance());
      while (!isClosed()) {
        commitWanted();
        poll();
      }
    } catch (KafkaException | IllegalStateException | OptimaException e) {
      fail(KafkaErrors.of(e, topic));
    } finally {
      end();
    }
  }

  private void poll() {
    try {
      consumer.poll(POLL);
    } catch (WakeupException e) {
      // somebody wants something
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void fail(OptimaException why) {
    failure = why;
  }

  /** Leaves the group, and tells those who wait. */
  private void end() {
    try {
      consumer.close();
    } catch (KafkaException e) {
      fail(KafkaErrors.of(e, topic)); // the group notices later
    }
    synchronized (this) {
      closed = true;
      assigned.clear();
    }
    for (Wanted commit = wanted.poll(); commit != null; commit = wanted.poll()) {
      commit.answer().completeExceptionally(notOurs(commit.offsets().keySet()));
    }
  }

  private void commitWanted() {
    for (Wanted commit = wanted.peek(); commit != null; commit = wanted.peek()) {
      if (!isDone(commit)) {
        return; // after the rebalance
      }
      wanted.remove();
    }
  }

  private boolean isDone(Wanted commit) {
    while (true) {
      try {
        if (!consumer.assignment().containsAll(commit.offsets().keySet())) {
          commit.answer().completeExceptionally(notOurs(commit.offsets().keySet()));
          return true;
        }
        consumer.commitSync(commit.offsets());
        remember(commit.offsets());
        commit.answer().complete(null);
        return true;
      } catch (WakeupException e) {
        // meant for the poll
      } catch (RebalanceInProgressException e) {
        return false;
      } catch (org.apache.kafka.clients.consumer.CommitFailedException e) {
        commit.answer().completeExceptionally(notOurs(commit.offsets().keySet()));
        return true;
      } catch (KafkaException e) {
        commit.answer().completeExceptionally(KafkaErrors.of(e, topic));
        return true;
      }
    }
  }

  private synchronized void remember(Map<TopicPartition, OffsetAndMetadata> offsets) {
    offsets.forEach(
        (at, offset) -> assigned.computeIfPresent(at.partition(), (_, _) -> offset.offset()));
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    consumer.wakeup();
    boolean interrupted = Thread.interrupted();
    try {
      thread.join();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Calls come within polls. */
  private final class Rebalance implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      consumer.pause(partitions);
      Map<TopicPartition, OffsetAndMetadata> committed =
          partitions.isEmpty() ? Map.of() : committed(new HashSet<>(partitions));
      synchronized (KafkaMember.this) {
        for (TopicPartition at : partitions) {
          OffsetAndMetadata offset = committed.get(at);
          assigned.put(at.partition(), offset == null ? -1 : offset.offset());
        }
      }
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
      while (true) {
        try {
          return consumer.committed(partitions);
        } catch (WakeupException e) {
          // meant for the poll
        }
      }
    }

    /** What the member dealt with until it stops is still recorded. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      onPartitionsLost(partitions);
      long deadline = System.nanoTime() + HANDOVER_NANOS;
      while (isRead(partitions) && System.nanoTime() < deadline) {
        commitWanted();
        await();
      }
      commitWanted();
    }

    /** Others have them already. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      synchronized (KafkaMember.this) {
        partitions.forEach(at -> assigned.remove(at.partition()));
      }
    }

    private boolean isRead(Collection<TopicPartition> partitions) {
      synchronized (KafkaMember.this) {
        Set<Integer> numbers = new HashSet<>();
        partitions.forEach(at -> numbers.add(at.partition()));
        return !closed && !Collections.disjoint(reading, numbers);
      }
    }

    private void await() {
      synchronized (KafkaMember.this) {
        try {
          KafkaMember.this.wait(AGAIN.toMillis());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new org.apache.kafka.common.errors.InterruptException(e);
        }
      }
    }
  }
}
