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

/** Turns journal tails into chunks, one at a time of each partition. */
final class Sealer {
  private static final int READ_BYTES = 4 << 20;

  private final Partitions partitions;
  private final StreamCatalog streams;
  private final SealedParts parts;

  Sealer(Partitions partitions, StreamCatalog streams, SealedParts parts) {
    this.partitions = partitions;
    this.streams = streams;
    this.parts = parts;
  }

  /**
   * Seals everything durable now.
   *
   * @throws OptimaException CONFLICT when the partition is not held any more; what chunk store and
   *     commit log throw
   */
  PartitionEntry seal(HeldPartition partition) {
    partition.sealing().lock();
    try {
      long end = partition.end();
      return end > partition.entry().end() ? seal(partition, end) : partition.entry();
    } finally {
      partition.sealing().unlock();
    }
  }

  private PartitionEntry seal(HeldPartition partition, long end) {
    partition.lease().require();
    partition.stream(streams.stream(partition.ref().stream()));
    PartitionEntry before = partition.entry();
    Tail tail = new Tail(partition, before.end(), end);
    PartitionEntry after =
        parts.seal(
            before,
            partition.stream(),
            tail,
            partition.producersBefore(end),
            made -> commit(partition, before, made));
    partition.sealed(after, tail.bytes);
    return after;
  }

  /** The last look before the commit log's own: who does not hold the partition seals nothing. */
  private PartitionEntry commit(HeldPartition partition, PartitionEntry before, Sealed made) {
    partition.lease().require();
    return partitions.seal(
        partition.ref(),
        new Seal(
            before.epoch(),
            before.sequence(),
            Change.SEALED,
            made.manifest(),
            made.begin(),
            made.end(),
            made.bytes()));
  }

  /** Batches of a range of offsets, a few megabytes in memory at a time. */
  private static final class Tail implements Iterator<StoredBatch> {
    private final HeldPartition partition;
    private final long end;
    private Iterator<StoredBatch> some = List.<StoredBatch>of().iterator();
    private long next;
    private long bytes;

    Tail(HeldPartition partition, long begin, long end) {
      this.partition = partition;
      this.next = begin;
      this.end = end;
    }

    @Override
    public boolean hasNext() {
      return next < end;
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
      next = batch.end();
      bytes += StoredBatch.HEAD_BYTES + batch.payload().remaining();
      return batch;
    }
  }

  /** Whether somebody else is ahead, and nothing that this holder tries again can succeed. */
  static boolean isLost(RuntimeException failure) {
    return failure instanceof OptimaException e
        && (e.code() == ErrorCode.CONFLICT || e.code() == ErrorCode.NOT_FOUND);
  }
}
