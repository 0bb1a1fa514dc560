package io.optima.dataset.stream;

import io.optima.dataset.stream.Producers.Pending;
import io.optima.dataset.stream.Producers.Stored;
import io.optima.log.Acknowledgement;
import io.optima.log.Batch;
import io.optima.log.BatchDigest;
import io.optima.log.Journal;
import io.optima.log.PartitionId;
import io.optima.log.PartitionOffsets;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.SealedManifest.ProducerState;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A partition under one lease: from its acquisition to the moment it is lost or given back. Batches
 * are appended to the journal and acknowledged without asking anybody, as long as the lease is not
 * over when the answer is given.
 */
final class HeldPartition {
  private final Journal journal;
  private final PartitionRef ref;
  private final PartitionId id;
  private final LeaseTerm lease;
  private final Producers producers;
  private final Clock clock;
  private final Ticker ticker;
  private final ReentrantLock sealing = new ReentrantLock();
  private final AtomicLong tailBytes = new AtomicLong();
  private volatile PartitionEntry entry;
  private volatile StreamInfo stream;
  private volatile long usedNanos;
  private volatile @Nullable Oldest oldest;
  private volatile boolean closed;

  /** Age of the batch at the beginning of the tail. */
  private record Oldest(long offset, long micros) {}

  /**
   * @param tailBytes of the batches in the journal that are not sealed
   */
  HeldPartition(
      Journal journal,
      PartitionEntry entry,
      LeaseTerm lease,
      StreamInfo stream,
      Producers producers,
      long tailBytes,
      Clock clock,
      Ticker ticker) {
    this.journal = journal;
    this.ref = entry.partition();
    this.id = new PartitionId(entry.stream(), ref.number());
    this.lease = lease;
    this.producers = producers;
    this.clock = clock;
    this.ticker = ticker;
    this.entry = entry;
    this.stream = stream;
    this.usedNanos = ticker.nanos();
    this.tailBytes.set(tailBytes);
  }

  PartitionRef ref() {
    return ref;
  }

  long epoch() {
    return entry.epoch();
  }

  LeaseTerm lease() {
    return lease;
  }

  PartitionEntry entry() {
    return entry;
  }

  StreamInfo stream() {
    return stream;
  }

  void stream(StreamInfo newest) {
    stream = newest;
  }

  /** Held by whoever seals: one at a time. */
  ReentrantLock sealing() {
    return sealing;
  }

  /**
   * Appends a batch behind those that this was called for before.
   *
   * @throws OptimaException CONFLICT when the partition is not held any more, FAILED_PRECONDITION
   *     when batches of the producer are missing before this one
   * @return fails as {@link Journal#append}, and with UNAVAILABLE when the lease ended meanwhile
   */
  synchronized CompletableFuture<Appended> append(NewBatch batch) {
    requireOpen();
    usedNanos = ticker.nanos();
    UUID producer = batch.producer();
    if (producer == null) {
      return submit(batch);
    }
    return switch (producers.find(producer, batch.sequence())) {
      case Stored(long first, int records, _) -> repeated(batch, first, records);
      case Pending(int records, CompletableFuture<Appended> answer) -> {
        checkSame(batch, records);
        yield answer.thenApply(Appended::again);
      }
      case null, default -> submit(batch, producer);
    };
  }

  private void requireOpen() {
    lease.require();
    if (closed) {
      throw OptimaException.of(
          ErrorCode.CONFLICT, "%s is being given back; ask again who holds it", ref);
    }
  }

  private CompletableFuture<Appended> repeated(NewBatch batch, long first, int records) {
    checkSame(batch, records);
    return CompletableFuture.completedFuture(
        new Appended(
            first, first + records - 1, BatchDigest.of(batch.payload()), durability(batch), true));
  }

  private void checkSame(NewBatch batch, int records) {
    if (batch.records() != records) {
      throw OptimaException.invalid(
          "batch %d of producer %s had %d records when it came first, and has %d now: a batch that"
              + " is sent again is the same",
          batch.sequence(), String.valueOf(batch.producer()), records, batch.records());
    }
  }

  private CompletableFuture<Appended> submit(NewBatch batch, UUID producer) {
    CompletableFuture<Appended> answer = new CompletableFuture<>();
    producers.pending(producer, batch.sequence(), batch.records(), answer);
    var _ =
        write(batch)
            .whenComplete((done, failure) -> settle(batch, producer, done, failure))
            .thenApply(this::inTime)
            .whenComplete((done, failure) -> complete(answer, done, failure));
    return answer;
  }

  private CompletableFuture<Appended> submit(NewBatch batch) {
    return write(batch).thenApply(this::inTime);
  }

  private CompletableFuture<Acknowledgement> write(NewBatch batch) {
    Instant now = clock.instant();
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
    int bytes = StoredBatch.HEAD_BYTES + batch.payload().remaining();
    CompletableFuture<Acknowledgement> written =
        journal.append(
            id,
            epoch(),
            batch.records(),
            StoredBatch.head(batch, micros),
            batch.payload(),
            durability(batch));
    return written.whenComplete(
        (done, failure) -> {
          if (failure == null) {
            tailBytes.addAndGet(bytes);
          }
        });
  }

  /** The stronger one of what the stream has and what was asked for. */
  private Durability durability(NewBatch batch) {
    Durability least = stream.stream().settings().durability();
    Durability asked = batch.durability();
    return asked == null || asked.compareTo(least) < 0 ? least : asked;
  }

  /** The last look before an answer: nothing is acknowledged when the lease is over. */
  private Appended inTime(Acknowledgement done) {
    if (!lease.holds()) {
      throw lease.tooLate();
    }
    return new Appended(
        done.firstOffset(), done.lastOffset(), done.digest(), done.durability(), false);
  }

  private synchronized void settle(
      NewBatch batch, UUID producer, @Nullable Acknowledgement done, @Nullable Throwable failure) {
    if (done != null) {
      producers.stored(producer, batch.sequence(), done.firstOffset(), batch.records());
    } else if (isRefusal(failure)) {
      producers.refused(producer, batch.sequence());
    } else {
      // the journal knows whether the batch is there; the next holder reads it
      lease.lose(
          OptimaException.of(ErrorCode.UNAVAILABLE, "the fate of a batch of %s is unknown", ref));
    }
  }

  private static boolean isRefusal(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof OptimaException e
        && (e.code() == ErrorCode.RESOURCE_EXHAUSTED || e.code() == ErrorCode.CONFLICT);
  }

  private static void complete(
      CompletableFuture<Appended> answer, @Nullable Appended done, @Nullable Throwable failure) {
    if (failure == null) {
      answer.complete(done);
    } else {
      answer.completeExceptionally(failure);
    }
  }

  /**
   * Batches from the one on that has the offset, as {@link Journal#read}.
   *
   * @throws OptimaException CONFLICT when the partition is not held any more, NOT_FOUND when the
   *     offset is in the sealed part
   */
  List<StoredBatch> read(long offset, int maxBytes) {
    usedNanos = ticker.nanos();
    return readTail(offset, maxBytes);
  }

  /** The same for the node itself, which is no use that would keep the partition here. */
  List<StoredBatch> readTail(long offset, int maxBytes) {
    lease.require();
    try {
      List<Batch> batches = journal.read(id, offset, maxBytes);
      return batches.stream().map(StoredBatch::of).toList();
    } catch (OptimaException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        throw OptimaException.notFound(
            "offset %d of %s is not in the journal any more: records before %d are sealed",
            offset, ref, entry.end());
      }
      throw e;
    }
  }

  /** As {@link Journal#await}. */
  CompletableFuture<Long> await(long offset) {
    lease.require();
    usedNanos = ticker.nanos();
    return journal.await(id, offset);
  }

  /** Offset behind the last durable record. */
  long end() {
    return journal.offsets(id).map(PartitionOffsets::end).orElse(entry.end());
  }

  Offsets offsets() {
    PartitionEntry last = entry;
    return new Offsets(last.begin(), last.end(), Math.max(end(), last.end()), last.epoch());
  }

  /** Bytes in the journal that are not sealed. */
  long tailBytes() {
    return Math.max(tailBytes.get(), 0);
  }

  /** Nobody has asked for anything since. */
  long usedNanos() {
    return usedNanos;
  }

  /** Whether the tail is large or old enough to be sealed. */
  boolean wantsSeal() {
    long begin = entry.end();
    if (end() <= begin) {
      return false;
    }
    var policy = stream.stream().settings().seal();
    return tailBytes() >= policy.bytes()
        || clock.instant().minus(policy.age()).compareTo(micros(oldestMicros(begin))) >= 0;
  }

  private static Instant micros(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private long oldestMicros(long begin) {
    Oldest known = oldest;
    if (known == null || known.offset() != begin) {
      known = new Oldest(begin, readTail(begin, 1).getFirst().appendedMicros());
      oldest = known;
    }
    return known.micros();
  }

  synchronized List<ProducerState> producersBefore(long offset) {
    return producers.sealedBefore(offset, clock.instant());
  }

  /** Records moved from the tail to chunks; so many bytes of the tail. */
  void sealed(PartitionEntry newest, long bytes) {
    entry = newest;
    tailBytes.addAndGet(-bytes);
    journal.release(id, newest.end()).join();
  }

  /** No batch is taken any more; false when that was so before. */
  synchronized boolean close() {
    boolean first = !closed;
    closed = true;
    return first;
  }

  boolean isClosed() {
    return closed;
  }

  /** Returns when the fate of all batches that were taken is known. */
  void settle() {
    journal.fence(id, epoch()).join();
  }
}
