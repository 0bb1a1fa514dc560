package io.optima.model.stream;

import io.optima.model.ChunkDigest;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a partition's commit log. Each carries the whole state after it.
 *
 * @param sequence from 1, without gaps
 * @param epoch of the last holder: each has a higher one, and what an earlier one says is refused
 * @param holder null when the last one handed the partition back; it may have died since
 * @param begin offset of the first record that is kept
 * @param end offset behind the last sealed record; the holder's journal goes on from here
 * @param manifest of the sealed records; null before the first
 * @param bytes of the sealed records' chunks as stored
 * @param mirror where every acknowledged record from {@code end} on lies in the object store; null:
 *     some are on the holder's disk only
 */
public record PartitionEntry(
    long sequence,
    Change change,
    PartitionRef partition,
    UUID stream,
    long epoch,
    @Nullable NodeRef holder,
    long begin,
    long end,
    @Nullable ChunkDigest manifest,
    long bytes,
    Instant time,
    @Nullable Mirror mirror) {

  /** Of a partition whose newest records are on one disk only. */
  public PartitionEntry(
      long sequence,
      Change change,
      PartitionRef partition,
      UUID stream,
      long epoch,
      @Nullable NodeRef holder,
      long begin,
      long end,
      @Nullable ChunkDigest manifest,
      long bytes,
      Instant time) {
    this(
        sequence, change, partition, stream, epoch, holder, begin, end, manifest, bytes, time,
        null);
  }

  /**
   * Batches of that epoch in the objects of that journal. Others there, of older or newer epochs,
   * do not count: they were never acknowledged, or were copied since.
   */
  public record Mirror(UUID journal, long epoch) {}

  /** Whether the holder still has to copy the records there, and acknowledges none before. */
  public boolean moves() {
    return mirror != null && mirror.epoch() < epoch;
  }

  /** What the entry did. */
  public enum Change {
    /** A node became the holder. */
    OPENED,
    /** Records moved from the holder's journal to chunks. */
    SEALED,
    /** The same records in other chunks. */
    COMPACTED,
    /** The first records were dropped. */
    TRUNCATED,
    /** The newest records were copied to the new holder, from the journal objects of one before. */
    MOVED,
    /** The holder sealed everything and gave the partition back. */
    RELEASED
  }
}
