package io.optima.gateway.kafka;

import io.optima.gateway.stream.PartitionNodes.Appended;
import io.optima.gateway.stream.PartitionNodes.Publisher;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Batches of publishers that name themselves: one that is sent again is answered with its first
 * place. Kafka itself tells repetitions of one producer only, so this is remembered here, and holds
 * for publishers that stay with this process. Others are told that they are not known.
 */
final class PublishedBatches {
  private static final int PUBLISHERS = 10_000;
  private static final int BATCHES = 64;

  /** Guarded by itself; the one heard of last is the last. */
  private final Map<Key, Sent> publishers = new LinkedHashMap<>(16, 0.75f, true);

  private record Key(UUID publisher, int partition) {}

  /** Guarded by itself. */
  private static final class Sent {
    long next;
    final Map<Long, CompletableFuture<Appended>> batches = new LinkedHashMap<>();
  }

  /**
   * The batch's answer: of this sending, or of the one before.
   *
   * @param send throws when nothing was sent for certain
   */
  CompletableFuture<Appended> once(
      int partition, Publisher publisher, Supplier<CompletableFuture<Appended>> send) {
    Sent sent = sent(new Key(publisher.id(), partition));
    synchronized (sent) {
      if (publisher.sequence() < sent.next) {
        return repeated(sent, publisher);
      }
      if (publisher.sequence() > sent.next) {
        throw OptimaException.of(
            ErrorCode.FAILED_PRECONDITION,
            "the next batch of producer %s that is known here is %d, not %d: topics do not remember"
                + " producers, and this gateway only those that stayed with it; begin again under a"
                + " new id",
            publisher.id(),
            sent.next,
            publisher.sequence());
      }
      CompletableFuture<Appended> answer = send.get();
      sent.batches.put(sent.next++, answer);
      sent.batches.remove(sent.next - 1 - BATCHES);
      return answer;
    }
  }

  private Sent sent(Key key) {
    synchronized (publishers) {
      Sent sent = publishers.computeIfAbsent(key, _ -> new Sent());
      if (publishers.size() > PUBLISHERS) {
        publishers.remove(publishers.keySet().iterator().next());
      }
      return sent;
    }
  }

  private static CompletableFuture<Appended> repeated(Sent sent, Publisher publisher) {
    CompletableFuture<Appended> before = sent.batches.get(publisher.sequence());
    if (before == null) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "batch %d of producer %s came long before its last: where it is stored is forgotten",
          publisher.sequence(),
          publisher.id());
    }
    return before.thenApply(Appended::again);
  }
}
