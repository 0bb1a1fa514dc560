package io.optima.dataset;

import io.optima.model.ChunkDigest;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.NodeRef;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionEntry.Mirror;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.Partitions.Lease;
import io.optima.model.stream.Partitions.Seal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One partition in the hands of its actor. What it knows of the log may be behind when another
 * actor wrote, so every answer looks once whether the log goes on. When a lease was last prolonged
 * it knows by itself only; after a start, or when another one wrote, it takes the present for that.
 * One thread at a time.
 */
public final class OwnedPartition {
  private final PartitionRef partition;
  private final PartitionCommitLog log;
  private final Predicate<ChunkDigest> stored;
  private final Duration lease;
  private final Clock clock;
  private final LongSupplier nanos;
  private @Nullable PartitionEntry head;
  private long prolonged;

  /**
   * Reads where the log ends.
   *
   * @param stored whether the chunk store has that chunk
   * @param lease that holders get
   * @param nanos a clock that only goes forward
   */
  public OwnedPartition(
      PartitionRef partition,
      PartitionCommitLog log,
      Predicate<ChunkDigest> stored,
      Duration lease,
      Clock clock,
      LongSupplier nanos) {
    this.partition = partition;
    this.log = log;
    this.stored = stored;
    this.lease = lease;
    this.clock = clock;
    this.nanos = nanos;
    this.head = log.head().orElse(null);
    this.prolonged = nanos.getAsLong();
  }

  /** The last entry; empty when nobody ever held the partition. */
  public Optional<PartitionEntry> head() {
    catchUp();
    return Optional.ofNullable(head);
  }

  /** Whether any node could become the holder of what another one holds no more. */
  public boolean isMovable() {
    catchUp();
    return head != null && head.holder() != null && head.mirror() != null && isExpired();
  }

  /**
   * The new holder's lease; CONFLICT or UNAVAILABLE when the partition is another node's. Actors
   * may have been two for a moment, each with its own idea of when a lease was prolonged; but none
   * prolongs it once the new holder is in the log. So who takes over waits a lease from then on.
   *
   * @param mirrored whether all batches go to the object store from now on
   */
  public Lease acquire(UUID stream, NodeRef node, boolean mirrored) {
    PartitionEntry opened =
        change(
            last ->
                PartitionDecider.acquire(
                    last, partition, stream, node, isExpired(), mirrored, time()));
    Mirror mirror = opened.mirror();
    boolean waits = mirror != null && !mirror.journal().equals(node.journal());
    return new Lease(opened, lease(opened).duration(), waits ? lease : Duration.ZERO);
  }

  /** CONFLICT when there is a newer epoch. */
  public Lease renew(long epoch) {
    catchUp();
    return lease(PartitionDecider.held(head, partition, epoch));
  }

  /** CONFLICT when there is a newer epoch or the partition is further; FAILED_PRECONDITION. */
  public PartitionEntry seal(Seal seal) {
    ChunkDigest manifest = seal.manifest();
    if (manifest != null && !stored.test(manifest)) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION, "manifest %s is not in the chunk store", manifest);
    }
    return change(last -> PartitionDecider.seal(last, partition, seal, time()));
  }

  /** CONFLICT when there is a newer epoch. */
  public PartitionEntry release(long epoch) {
    return change(last -> PartitionDecider.release(last, partition, epoch, time()));
  }

  private Lease lease(PartitionEntry entry) {
    prolonged = nanos.getAsLong();
    return new Lease(entry, lease, Duration.ZERO);
  }

  private boolean isExpired() {
    return nanos.getAsLong() - prolonged >= lease.toNanos();
  }

  /** Decides until the decision stood on the real end of the log. */
  private PartitionEntry change(Change decide) {
    while (true) {
      catchUp();
      PartitionEntry next = decide.on(head);
      if (next.equals(head)) {
        return next;
      }
      if (log.append(next)) {
        head = next;
        return next;
      }
    }
  }

  /** What follows a last entry. */
  private interface Change {
    PartitionEntry on(@Nullable PartitionEntry last);
  }

  private void catchUp() {
    long known = head == null ? 0 : head.sequence();
    for (Optional<PartitionEntry> next = log.entry(known + 1);
        next.isPresent();
        next = log.entry(known + 1)) {
      head = next.get();
      known = head.sequence();
      prolonged = nanos.getAsLong();
    }
  }

  private Instant time() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
