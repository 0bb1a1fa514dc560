package io.optima.dataset.stream;

import io.optima.model.DatasetName;
import io.optima.model.stream.Durability;
import io.optima.model.stream.NodeRef;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.Partitions;
import io.optima.model.stream.StreamSettings;
import io.optima.model.stream.StreamSettings.Retention;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then after partitions that nobody holds: what nobody writes to or reads grows old
 * all the same. One that has records which retention lets go is acquired, or whose newest records
 * wait in the object store for a node that does not come back, and what follows is as with any
 * other. Journal objects that nobody needs go on the way.
 */
final class Rounds {
  private static final Logger log = LoggerFactory.getLogger(Rounds.class);

  private final NodeRef self;
  private final Partitions partitions;
  private final StreamCatalog streams;
  private final SealedParts parts;
  private final SpentObjects objects;
  private final Clock clock;
  private final Consumer<PartitionRef> acquire;
  private final Recurring rounds;

  /**
   * @param acquire returns when the partition is held
   * @param tasks runs what takes time
   */
  Rounds(
      NodeRef self,
      Partitions partitions,
      StreamCatalog streams,
      SealedParts parts,
      SpentObjects objects,
      Clock clock,
      Ticker ticker,
      Duration every,
      Consumer<PartitionRef> acquire,
      Executor tasks) {
    this.self = self;
    this.partitions = partitions;
    this.streams = streams;
    this.parts = parts;
    this.objects = objects;
    this.clock = clock;
    this.acquire = acquire;
    this.rounds = new Recurring(every, tasks, ticker);
  }

  /** Begins a round when it is time for one. */
  void tick() {
    rounds.tick(this::round);
  }

  private void round() {
    try {
      streams.names().values().forEach(name -> look(streams.stream(name), name));
      objects.delete();
    } catch (RuntimeException e) {
      log.info("the round of partitions that nobody holds ended early: {}", e.getMessage());
    }
  }

  private void look(StreamInfo stream, DatasetName name) {
    StreamSettings settings = stream.stream().settings();
    Retention retention = settings.retention();
    if (!retention.equals(Retention.FOREVER) || settings.durability() == Durability.OBJECT) {
      for (int number = 0; number < settings.partitions(); number++) {
        PartitionRef partition = new PartitionRef(name, number);
        if (partitions
            .head(partition)
            .filter(last -> isElsewhere(last) || isToBeTaken(last, retention))
            .isPresent()) {
          take(partition);
        }
      }
    }
  }

  /** Its node may be gone for good; as long as it is there, the partition is refused. */
  private boolean isElsewhere(PartitionEntry last) {
    NodeRef holder = last.holder();
    return holder != null && last.mirror() != null && !holder.journal().equals(self.journal());
  }

  private boolean isToBeTaken(PartitionEntry last, Retention retention) {
    NodeRef holder = last.holder();
    return (holder == null || holder.journal().equals(self.journal()))
        && parts.isTooMuch(last, retention, clock.instant());
  }

  private void take(PartitionRef partition) {
    try {
      acquire.accept(partition);
      log.debug("{} is held for what it needs", partition);
    } catch (RuntimeException e) {
      log.debug("{} was not acquired for what it needs: {}", partition, e.getMessage());
    }
  }
}
