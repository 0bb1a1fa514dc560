package io.optima.dataset.stream;

import io.optima.model.OptimaException;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionEntry.Change;
import io.optima.model.stream.Partitions;
import io.optima.model.stream.StreamSettings.Retention;
import java.time.Clock;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drops what a stream's retention lets go, and merges small chunks, of partitions held here. */
final class Housekeeping {
  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

  private final Partitions partitions;
  private final StreamCatalog streams;
  private final SealedParts parts;
  private final Clock clock;
  private final LongAdder droppedRecords = new LongAdder();
  private final LongAdder droppedBytes = new LongAdder();
  private final LongAdder merges = new LongAdder();
  private final LongAdder damaged = new LongAdder();

  Housekeeping(Partitions partitions, StreamCatalog streams, SealedParts parts, Clock clock) {
    this.partitions = partitions;
    this.streams = streams;
    this.parts = parts;
    this.clock = clock;
  }

  long droppedRecords() {
    return droppedRecords.sum();
  }

  long droppedBytes() {
    return droppedBytes.sum();
  }

  long merges() {
    return merges.sum();
  }

  long damaged() {
    return damaged.sum();
  }

  /**
   * Does what is to be done now, but of merging only one step: seals of the partition wait
   * meanwhile.
   *
   * @throws OptimaException as {@link Sealer#seal}
   */
  void keep(HeldPartition partition) {
    alone(
        partition,
        () -> {
          partition.stream(streams.stream(partition.ref().stream()));
          truncateTo(partition, partition.stream().stream().settings().retention());
          compact(partition);
        });
  }

  /** Drops now what that does not keep of the sealed records; errors as of {@link #keep}. */
  void truncate(HeldPartition partition, Retention retention) {
    alone(partition, () -> truncateTo(partition, retention));
  }

  /** While nobody seals, and only for who holds the partition. */
  private static void alone(HeldPartition partition, Runnable change) {
    partition.sealing().lock();
    try {
      partition.lease().require();
      change.run();
    } finally {
      partition.sealing().unlock();
    }
  }

  private void truncateTo(HeldPartition partition, Retention retention) {
    PartitionEntry before = partition.entry();
    parts
        .truncate(
            before,
            retention,
            clock.instant(),
            made -> Sealer.commit(partitions, partition, Change.TRUNCATED, made))
        .ifPresent(
            after -> {
              partition.changed(after);
              droppedRecords.add(after.begin() - before.begin());
              droppedBytes.add(before.bytes() - after.bytes());
              log.info(
                  "{}: records {} to {} were dropped",
                  partition.ref(),
                  before.begin(),
                  after.begin() - 1);
            });
  }

  private void compact(HeldPartition partition) {
    parts
        .compact(
            partition.entry(),
            why -> damaged(partition, why),
            made -> Sealer.commit(partitions, partition, Change.COMPACTED, made))
        .ifPresent(
            after -> {
              partition.changed(after);
              merges.increment();
              log.debug(
                  "{}: small chunks were merged, {} bytes now", after.partition(), after.bytes());
            });
  }

  private void damaged(HeldPartition partition, OptimaException why) {
    damaged.increment();
    log.error(
        "{}: {}. It is not merged with others any more; restore its bytes in the store, then start"
            + " this node again",
        partition.ref(),
        why.text());
  }
}
