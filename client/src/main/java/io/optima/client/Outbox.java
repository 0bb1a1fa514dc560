package io.optima.client;

import com.google.protobuf.ByteString;
import io.optima.v1.Record;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Records on their way: batches that grow, that are ready, that were sent, and whose answers are
 * being handed on. Its publisher guards it.
 */
final class Outbox {
  /** Sent, not acknowledged. */
  private static final long MOST_IN_FLIGHT_BYTES = 16L << 20;

  /** Of one producer a partition knows its last 64 batches again. */
  private static final int MOST_IN_FLIGHT_BATCHES = 60;

  private int partitions;
  private final PublisherSettings settings;
  private final ByteString producer = producer();
  private final Map<Integer, OutgoingBatch> open = new LinkedHashMap<>();
  private final Map<Integer, Long> sequences = new LinkedHashMap<>();
  private final Deque<OutgoingBatch> ready = new ArrayDeque<>();
  private final Deque<OutgoingBatch> unanswered = new ArrayDeque<>();
  private int answering;
  private int sticky;
  private long buffered;
  private long inFlight;

  Outbox(int partitions, PublisherSettings settings) {
    this.partitions = partitions;
    this.settings = settings;
    this.sticky = ThreadLocalRandom.current().nextInt(partitions);
  }

  private static ByteString producer() {
    UUID id = UUID.randomUUID();
    return ByteString.copyFrom(
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .flip());
  }

  /** From now on there are so many. */
  void grow(int more) {
    partitions = more;
  }

  boolean hasRoom(int size) {
    return buffered == 0 || buffered + size <= settings.bufferBytes();
  }

  /**
   * @param partition −1: whichever suits
   */
  CompletableFuture<RecordPlace> add(int partition, Record record, int size) {
    int chosen = partition < 0 ? sticky : partition;
    OutgoingBatch batch = open.get(chosen);
    if (batch != null && batch.size() + size > settings.batchBytes()) {
      finish(batch);
      chosen = partition < 0 ? sticky : partition;
      batch = open.get(chosen);
    }
    if (batch == null) {
      batch = new OutgoingBatch(chosen);
      open.put(chosen, batch);
    }
    buffered += size;
    CompletableFuture<RecordPlace> answer = batch.add(record);
    if (batch.size() >= settings.batchBytes()) {
      finish(batch);
    }
    return answer;
  }

  private void finish(OutgoingBatch batch) {
    open.remove(batch.partition());
    long sequence = sequences.merge(batch.partition(), 0L, (last, zero) -> last + 1);
    batch.finish(producer, sequence, settings.durability());
    ready.add(batch);
    if (batch.partition() == sticky && partitions > 1) {
      sticky = (sticky + 1 + ThreadLocalRandom.current().nextInt(partitions - 1)) % partitions;
    }
  }

  void finish(Predicate<OutgoingBatch> due) {
    open.values().stream().filter(due).toList().forEach(this::finish);
  }

  boolean hasReady() {
    return !ready.isEmpty();
  }

  /** Whether so little is unanswered that more can be sent. */
  boolean maySend() {
    return inFlight < MOST_IN_FLIGHT_BYTES && unanswered.size() < MOST_IN_FLIGHT_BATCHES;
  }

  /** Whether nothing is on its way. */
  boolean isIdle() {
    return unanswered.isEmpty();
  }

  /** The next batch to send. */
  OutgoingBatch take() {
    OutgoingBatch batch = ready.remove();
    unanswered.add(batch);
    inFlight += batch.size();
    return batch;
  }

  /** When the oldest batch that grows was begun; null when none does. */
  @Nullable Long oldest() {
    return open.isEmpty() ? null : open.values().iterator().next().begun();
  }

  /** The batch that an answer belongs to, which has to be {@link #answered}. */
  @Nullable OutgoingBatch answering() {
    OutgoingBatch batch = unanswered.poll();
    if (batch != null) {
      inFlight -= batch.size();
      buffered -= batch.size();
      answering++;
    }
    return batch;
  }

  void answered() {
    answering--;
  }

  /** All that was sent and not answered has to be sent again. */
  void sendAgain() {
    while (!unanswered.isEmpty()) {
      ready.addFirst(unanswered.removeLast());
    }
    inFlight = 0;
  }

  /** Whether every record was answered, and whoever waits for it has heard. */
  boolean isEmpty() {
    return open.isEmpty() && ready.isEmpty() && unanswered.isEmpty() && answering == 0;
  }

  /** Gives up everything that was not answered. */
  List<OutgoingBatch> clear() {
    List<OutgoingBatch> lost = new ArrayList<>(unanswered);
    lost.addAll(ready);
    lost.addAll(open.values());
    unanswered.clear();
    ready.clear();
    open.clear();
    return lost;
  }
}
