package io.optima.dataset.stream;

import io.optima.dataset.stream.SealedParts.Sealed;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionEntry.Change;
import io.optima.model.stream.Partitions;
import io.optima.model.stream.Partitions.Seal;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Turns journal tails into chunks, one slice of each partition at a time: a slice that fails has to
 * be done again, but not those before it.
 */
final class Sealer {
  private static final int READ_BYTES = 4 << 20;

  private final Partitions partitions;
  private final StreamCatalog streams;
  private final SealedParts parts;
  private final NodeSettings settings;
  private final LongAdder seals = new LongAdder();

  Sealer(Partitions partitions, StreamCatalog streams, SealedParts parts, NodeSettings settings) {
    this.partitions = partitions;
    this.streams = streams;
    this.parts = parts;
    this.settings = settings;
  }

  /** Slices sealed so far. */
  long seals() {
    return seals.sum();
  }

  /**
   * Seals everything durable now.
   *
   * @throws OptimaException CONFLICT when the partition is not held any more; what chunk store and
   *     commit log throw
   */
  void seal(HeldPartition partition) {
    long end = partition.end();
    while (partition.entry().end() < end) {
      slice(partition, end);
    }
  }

  /** The same for what a seal takes at once, at most. */
  void slice(HeldPartition partition) {
    slice(partition, partition.end());
  }

  private void slice(HeldPartition partition, long end) {
    partition.sealing().lock();
    try {
      PartitionEntry before = partition.entry();
      if (before.end() < end) {
        partition.lease().require();
        partition.stream(streams.stream(partition.ref().stream()));
        seal(partition, before, new Slice(partition, before.end(), end));
      }
    } finally {
      partition.sealing().unlock();
    }
  }

  private void seal(HeldPartition partition, PartitionEntry before, Slice slice) {
    PartitionEntry after =
        parts.seal(
            before,
            partition.stream(),
            slice,
            () -> partition.producersBefore(slice.next),
            made -> commit(partitions, partition, Change.SEALED, made));
    partition.sealed(after, slice.bytes);
    seals.increment();
  }

  /** The last look before the commit log's own: who does not hold the partition changes nothing. */
  static PartitionEntry commit(
      Partitions partitions, HeldPartition partition, Change change, Sealed made) {
    partition.lease().require();
    PartitionEntry before = partition.entry();
    return partitions.seal(
        partition.ref(),
        new Seal(
            before.epoch(),
            before.sequence(),
            change,
            made.manifest(),
            made.begin(),
            made.end(),
            made.bytes()));
  }

  /** Batches from one offset on, as many as a seal takes; a few megabytes in memory at a time. */
  private final class Slice implements Iterator<StoredBatch> {
    private final HeldPartition partition;
    private final long begin;
    private final long end;
    private Iterator<StoredBatch> some = List.<StoredBatch>of().iterator();
    private long next;
    private long bytes;

    Slice(HeldPartition partition, long begin, long end) {
      this.partition = partition;
      this.begin = begin;
      this.next = begin;
      this.end = end;
    }

    @Override
    public boolean hasNext() {
      return next < end && bytes < settings.sliceBytes() && next - begin < settings.sliceRecords();
    }

    @Override
    public StoredBatch next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (!some.hasNext()) {
        some = partition.readTail(next, READ_BYTES).iterator();
      }
      StoredBatch batch = some.next();
      partition.known(batch);
      next = batch.end();
      bytes += batch.journalBytes();
      return batch;
    }
  }

  /** Whether somebody else is ahead, and nothing that this holder tries again can succeed. */
  static boolean isLost(RuntimeException failure) {
    return failure instanceof OptimaException e
        && (e.code() == ErrorCode.CONFLICT || e.code() == ErrorCode.NOT_FOUND);
  }
}
