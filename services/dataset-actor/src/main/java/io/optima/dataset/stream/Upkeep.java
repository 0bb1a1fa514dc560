package io.optima.dataset.stream;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What held partitions need from time to time: seals, then retention and merging. A few run at the
 * same time, the most urgent first; what fails is tried again ever later.
 */
final class Upkeep {
  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

  private final Sealer sealer;
  private final Housekeeping housekeeping;
  private final NodeSettings settings;
  private final Semaphore seals;
  private final Semaphore houses = new Semaphore(1);
  private final Executor tasks;
  private final Ticker ticker;
  private final BiConsumer<HeldPartition, RuntimeException> failed;
  private final LongAdder failures = new LongAdder();
  private final ConcurrentHashMap<HeldPartition, Due> due = new ConcurrentHashMap<>();

  /** What was done of a partition, and when something may be done again. */
  private static final class Due {
    private final Backoff seal = new Backoff();
    private final Backoff house = new Backoff();
    private volatile long keptSequence;
    private volatile long keptNanos;
  }

  private record Wanted(HeldPartition partition, double urgency) {}

  /**
   * @param tasks runs what takes time
   * @param failed is told what failed, and may let go of the partition
   */
  Upkeep(
      Sealer sealer,
      Housekeeping housekeeping,
      NodeSettings settings,
      Executor tasks,
      Ticker ticker,
      BiConsumer<HeldPartition, RuntimeException> failed) {
    this.sealer = sealer;
    this.housekeeping = housekeeping;
    this.settings = settings;
    this.seals = new Semaphore(settings.seals());
    this.tasks = tasks;
    this.ticker = ticker;
    this.failed = failed;
  }

  /** Seals and looks that failed; each is tried again. */
  long failures() {
    return failures.sum();
  }

  /**
   * Starts what is due.
   *
   * @param held all that are held
   */
  void tick(List<HeldPartition> held) {
    due.keySet().retainAll(Set.copyOf(held));
    held.stream()
        .map(partition -> new Wanted(partition, urgency(partition)))
        .filter(wanted -> wanted.urgency() >= 1)
        .sorted(Comparator.comparingDouble(Wanted::urgency).reversed())
        .forEach(wanted -> seal(wanted.partition()));
    held.stream()
        .filter(this::isToBeKept)
        .sorted(Comparator.comparingLong(partition -> due(partition).keptNanos))
        .forEach(this::keep);
  }

  private Due due(HeldPartition partition) {
    return due.computeIfAbsent(partition, first -> new Due());
  }

  private static double urgency(HeldPartition partition) {
    try {
      return partition.sealUrgency();
    } catch (RuntimeException e) {
      log.warn("{}: its tail cannot be read: {}", partition.ref(), e.getMessage(), e);
      return 0;
    }
  }

  private void seal(HeldPartition partition) {
    start(
        partition,
        due(partition).seal,
        seals,
        each -> {
          each.sealToEnd();
          sealer.slice(each);
        });
  }

  private boolean isToBeKept(HeldPartition partition) {
    Due last = due(partition);
    return partition.entry().manifest() != null
        && (partition.entry().sequence() != last.keptSequence
            || ticker.nanos() - last.keptNanos >= settings.housekeeping().toNanos());
  }

  private void keep(HeldPartition partition) {
    Due last = due(partition);
    start(
        partition,
        last.house,
        houses,
        each -> {
          long sequence = each.entry().sequence();
          housekeeping.keep(each);
          last.keptSequence = sequence;
          last.keptNanos = ticker.nanos();
        });
  }

  private void start(
      HeldPartition partition, Backoff backoff, Semaphore permits, Consumer<HeldPartition> work) {
    if (backoff.isOver(ticker.nanos()) && permits.tryAcquire()) {
      backoff.begin();
      tasks.execute(
          () -> {
            try {
              work.accept(partition);
              backoff.succeeded();
            } catch (RuntimeException e) {
              backoff.failed(ticker.nanos());
              failures.increment();
              failed.accept(partition, e);
              log.warn("upkeep of {}: {}", partition.ref(), e.getMessage(), e);
            } finally {
              permits.release();
            }
          });
    }
  }
}
