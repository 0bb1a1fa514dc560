package io.optima.model.stream;

import io.optima.model.ChunkDigest;
import io.optima.model.OptimaException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who holds partitions, and what they sealed. Holders and seals are entries of the partition's
 * commit log, written put-if-absent: of two nodes that both believe they hold a partition, only the
 * one with the higher epoch can write there.
 *
 * <p>A lease is over {@link Lease#duration} after its holder <em>sent</em> the call that got it.
 * Before that the holder acknowledges without asking anybody; after it, not at all.
 *
 * <p>Errors: NOT_FOUND (no such stream or partition), CONFLICT (another holds it, or has held it
 * since), UNAVAILABLE.
 */
public interface Partitions {
  /** The last entry; empty when nobody ever opened the partition. */
  Optional<PartitionEntry> head(PartitionRef partition);

  /** Where the partition is: its holder, or the node that should become it. */
  NodeRef locate(PartitionRef partition);

  /**
   * Makes the node the holder, under a new epoch. What it holds in its journal from {@link
   * PartitionEntry#end} on is the tail, unless the partition {@link PartitionEntry#moves}.
   *
   * @throws OptimaException CONFLICT while another node may hold it; UNAVAILABLE when the tail is
   *     on another node's disk only
   */
  Lease acquire(PartitionRef partition, NodeRef node);

  /**
   * Prolongs the lease.
   *
   * @throws OptimaException CONFLICT when there is a newer epoch
   */
  Lease renew(PartitionRef partition, long epoch);

  /**
   * Replaces the sealed part.
   *
   * @throws OptimaException CONFLICT when the epoch is not the newest, or the partition is not at
   *     {@link Seal#after} any more; FAILED_PRECONDITION when the manifest is not in the store
   */
  PartitionEntry seal(PartitionRef partition, Seal seal);

  /** Gives the partition back; everything acknowledged has been sealed. */
  PartitionEntry release(PartitionRef partition, long epoch);

  /**
   * A holder's right.
   *
   * @param entry under whose epoch it holds
   * @param duration of the lease from the moment the call was sent
   * @param from wait so long before the first acknowledgement: until then another node may still
   *     believe that it is the holder
   */
  record Lease(PartitionEntry entry, Duration duration, Duration from) {}

  /**
   * New state of a partition's sealed part.
   *
   * @param after sequence of the entry that this was made on
   * @param manifest durable in the chunk store, with all it lists
   */
  record Seal(
      long epoch,
      long after,
      PartitionEntry.Change change,
      @Nullable ChunkDigest manifest,
      long begin,
      long end,
      long bytes) {}
}
