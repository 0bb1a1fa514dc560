package io.optima.dataset.stream;

import io.optima.log.Batch;
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
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
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
  private final Appends appends;
  private final Clock clock;
  private final Ticker ticker;
  private final ReentrantLock sealing = new ReentrantLock();
  private final Backlog backlog;
  private volatile PartitionEntry entry;
  private volatile StreamInfo stream;
  private volatile long usedNanos;
  private volatile @Nullable Oldest oldest;
  private volatile boolean closed;

  /** Age of the batch at the beginning of the tail. */
  private record Oldest(long offset, long micros) {}

  HeldPartition(
      Journal journal,
      PartitionEntry entry,
      LeaseTerm lease,
      StreamInfo stream,
      Producers producers,
      Positions positions,
      Backlog backlog,
      Clock clock,
      Ticker ticker) {
    this.journal = journal;
    this.ref = entry.partition();
    this.id = new PartitionId(entry.stream(), ref.number());
    this.lease = lease;
    this.appends =
        new Appends(journal, ref, id, entry.epoch(), lease, producers, positions, backlog, clock);
    this.clock = clock;
    this.ticker = ticker;
    this.entry = entry;
    this.stream = stream;
    this.usedNanos = ticker.nanos();
    this.backlog = backlog;
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
   *     when batches of the producer are missing before this one, RESOURCE_EXHAUSTED when too much
   *     waits to be sealed
   * @return fails as {@link Journal#append}, and with UNAVAILABLE when the lease ended meanwhile
   */
  synchronized CompletableFuture<Appended> append(NewBatch batch) {
    requireOpen();
    usedNanos = ticker.nanos();
    return appends.append(batch, durability(batch));
  }

  /**
   * What the log says of this lease counts as long as it lasts, whatever the stream says by now.
   */
  private Durability durability(NewBatch batch) {
    if (entry.mirror() != null) {
      return Durability.OBJECT;
    }
    if (batch.durability() == Durability.OBJECT) {
      throw OptimaException.of(
          ErrorCode.CONFLICT,
          "%s is held for batches that do not go to the object store, for a few seconds if its"
              + " stream's durability was just changed",
          ref);
    }
    return stream.stream().settings().durability();
  }

  /**
   * Whether the stream wants its records in the object store and this lease is not for that, or the
   * other way round: then the partition has to be given back, and acquired anew.
   */
  boolean isMisplaced() {
    return isForObjects() != (entry.mirror() != null);
  }

  private boolean isForObjects() {
    return stream.stream().settings().durability() == Durability.OBJECT;
  }

  private void requireOpen() {
    lease.require();
    if (closed || (isForObjects() && entry.mirror() == null)) {
      throw OptimaException.of(
          ErrorCode.CONFLICT, "%s is being given back; ask again who holds it", ref);
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
    return backlog.bytes();
  }

  /** Nobody has asked for anything since. */
  long usedNanos() {
    return usedNanos;
  }

  /** From 1 on the tail is large or old enough to be sealed. */
  double sealUrgency() {
    long begin = entry.end();
    if (end() <= begin) {
      return 0;
    }
    Duration age = Duration.between(micros(oldestMicros(begin)), clock.instant());
    return backlog.urgency(begin, stream.stream().settings().seal(), age);
  }

  /** All that is there now is to be sealed, one slice after the other. */
  void sealToEnd() {
    backlog.sealTo(end());
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

  /** A batch that is durable, though whoever appended it may not have heard yet. */
  void known(StoredBatch batch) {
    appends.known(batch);
  }

  /**
   * Where a source is.
   *
   * @throws OptimaException CONFLICT when the partition is not held any more
   */
  Optional<String> position(UUID source) {
    lease.require();
    usedNanos = ticker.nanos();
    return appends.position(source);
  }

  List<ProducerState> producersBefore(long offset) {
    return appends.producersBefore(offset);
  }

  /** Records moved from the tail to chunks; so many bytes of the tail. */
  void sealed(PartitionEntry newest, long bytes) {
    entry = newest;
    backlog.sealed(bytes);
    Futures.join(journal.release(id, newest.end()));
  }

  /** The same records, or fewer at the beginning, in other chunks. */
  void changed(PartitionEntry newest) {
    entry = newest;
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
    Futures.join(journal.fence(id, epoch()));
    Futures.join(journal.mirrored());
  }
}
