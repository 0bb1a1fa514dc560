package io.optima.dataset.stream;

import io.optima.log.Journal;
import io.optima.log.PartitionId;
import io.optima.model.DatasetName;
import io.optima.model.stream.PartitionRef;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes again what this node held before it was started: partitions whose tails were in the journal
 * when it was opened. Nobody else can get them, and nobody may ever ask for them.
 */
final class Reclaim {
  private static final Logger log = LoggerFactory.getLogger(Reclaim.class);
  private static final int AT_ONCE = 4;

  private final StreamCatalog streams;
  private final Consumer<PartitionRef> acquire;
  private final Executor tasks;
  private final Ticker ticker;
  private final Map<PartitionId, Backoff> left = new ConcurrentHashMap<>();
  private final Semaphore permits = new Semaphore(AT_ONCE);
  private final Backoff naming = new Backoff();
  private volatile Map<UUID, DatasetName> names = Map.of();

  /**
   * @param acquire returns when the partition is held
   * @param tasks runs what takes time
   */
  Reclaim(
      Journal journal,
      StreamCatalog streams,
      Consumer<PartitionRef> acquire,
      Executor tasks,
      Ticker ticker) {
    this.streams = streams;
    this.acquire = acquire;
    this.tasks = tasks;
    this.ticker = ticker;
    for (PartitionId id : journal.partitions()) {
      journal
          .offsets(id)
          .filter(known -> known.end() > known.begin())
          .ifPresent(known -> left.put(id, new Backoff()));
    }
  }

  /** Partitions that are still to be taken. */
  int left() {
    return left.size();
  }

  /** Goes on with it. */
  void tick() {
    if (left.isEmpty()) {
      return;
    }
    if (names.isEmpty()) {
      start(naming, "the names of streams", this::learnNames);
      return;
    }
    left.forEach(
        (id, backoff) -> {
          PartitionRef partition =
              new PartitionRef(Objects.requireNonNull(names.get(id.stream())), id.number());
          start(backoff, partition.toString(), () -> take(id, partition));
        });
  }

  private void start(Backoff backoff, String what, Runnable work) {
    if (backoff.isOver(ticker.nanos()) && permits.tryAcquire()) {
      backoff.begin();
      tasks.execute(
          () -> {
            try {
              work.run();
              backoff.succeeded();
            } catch (RuntimeException e) {
              backoff.failed(ticker.nanos());
              log.info("{} not taken again yet: {}", what, e.getMessage());
            } finally {
              permits.release();
            }
          });
    }
  }

  private void learnNames() {
    Map<UUID, DatasetName> known = streams.names();
    left.keySet().removeIf(id -> isNameless(id, known));
    names = known;
  }

  private static boolean isNameless(PartitionId id, Map<UUID, DatasetName> known) {
    boolean nameless = !known.containsKey(id.stream());
    if (nameless) {
      log.warn("the tail of partition {} stays in the journal: its stream was dropped", id);
    }
    return nameless;
  }

  private void take(PartitionId id, PartitionRef partition) {
    try {
      acquire.accept(partition);
      log.info("{} is held again: its newest records were in the journal", partition);
      left.remove(id);
    } catch (RuntimeException e) {
      if (!Sealer.isLost(e)) {
        throw e;
      }
      log.info("{} is not taken again: {}", partition, e.getMessage());
      left.remove(id);
    }
  }
}
