package io.optima.dataset.stream;

import io.optima.log.Journal;
import io.optima.log.JournalObjects;
import io.optima.log.ObjectTails;
import io.optima.model.ErrorCode;
import io.optima.model.Events.StreamAdvanced;
import io.optima.model.OptimaException;
import io.optima.model.stream.NodeRef;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.Partitions;
import io.optima.model.stream.StreamSettings.Retention;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that this process holds. One that is asked for is acquired; while it is held its
 * lease is renewed and its tail sealed as the stream's policy says; one that nobody uses is given
 * back. Those that were held before a restart are acquired without being asked for. Calls block,
 * and are not for actor turns. Safe for any number of threads.
 */
public final class StreamNode {
  private static final Logger log = LoggerFactory.getLogger(StreamNode.class);

  private final Journal journal;
  private final NodeRef self;
  private final Partitions partitions;
  private final NodeSettings settings;
  private final Acquisition acquisition;
  private final Sealer sealer;
  private final Housekeeping housekeeping;
  private final Upkeep upkeep;
  private final StreamWatch watch;
  private final Reclaim reclaim;
  private final Rounds rounds;
  private final Announcer announcer;
  private final Executor tasks;
  private final Ticker ticker;
  private final Holdings holdings;
  private volatile boolean closing;

  /**
   * @param journal stays open when the node is closed
   * @param objects of all journals
   * @param tasks runs what takes time
   * @param listener of advances; must not wait
   */
  public StreamNode(
      Journal journal,
      NodeRef self,
      Partitions partitions,
      StreamCatalog streams,
      SealedParts parts,
      JournalObjects objects,
      NodeSettings settings,
      Clock clock,
      Ticker ticker,
      Executor tasks,
      Consumer<StreamAdvanced> listener) {
    this.journal = journal;
    this.self = self;
    this.partitions = partitions;
    this.settings = settings;
    this.holdings = new Holdings(this::acquire);
    ObjectTails tails = new ObjectTails(objects);
    this.acquisition =
        new Acquisition(journal, self, partitions, streams, parts, tails, settings, clock, ticker);
    this.sealer = new Sealer(partitions, streams, parts, settings);
    this.housekeeping = new Housekeeping(partitions, streams, parts, clock);
    this.upkeep = new Upkeep(sealer, housekeeping, settings, tasks, ticker, this::loseIfLost);
    this.watch = new StreamWatch(streams, tasks, ticker);
    this.announcer = new Announcer(listener);
    this.reclaim = new Reclaim(journal, streams, this::held, tasks, ticker);
    this.rounds =
        new Rounds(
            self,
            partitions,
            streams,
            parts,
            new SpentObjects(objects, tails, partitions, streams),
            clock,
            ticker,
            settings.rounds(),
            this::held,
            tasks);
    this.tasks = tasks;
    this.ticker = ticker;
  }

  public NodeRef self() {
    return self;
  }

  /**
   * Appends a batch. Batches of a partition have the order in which this method was called.
   *
   * @return fails with RESOURCE_EXHAUSTED when nothing was appended; with UNAVAILABLE when the
   *     batch may be appended or not
   * @throws OptimaException nothing was appended: CONFLICT when another node holds the partition,
   *     UNAVAILABLE, NOT_FOUND; FAILED_PRECONDITION when batches of the producer are missing, or
   *     the source is elsewhere; RESOURCE_EXHAUSTED while sealing is too far behind
   */
  public CompletableFuture<Appended> append(PartitionRef partition, NewBatch batch) {
    HeldPartition holder = held(partition);
    return holder
        .append(batch)
        .thenApply(
            done -> {
              if (!done.repeated()) {
                announcer.advanced(holder);
              }
              return done;
            });
  }

  /**
   * Durable batches that are not sealed, from the one on that has the offset; at least one, then
   * more until they have {@code maxBytes}. Empty at the end.
   *
   * @throws OptimaException NOT_FOUND when the offset is sealed, naming where the journal begins
   */
  public List<StoredBatch> read(PartitionRef partition, long offset, int maxBytes) {
    return held(partition).read(offset, maxBytes);
  }

  /** Completes with a durable end of the partition that is beyond the offset. */
  public CompletableFuture<Long> await(PartitionRef partition, long offset) {
    return held(partition).await(offset);
  }

  public Offsets offsets(PartitionRef partition) {
    return held(partition).offsets();
  }

  /** Where a source is in the partition; empty when nothing of it was stored. */
  public Optional<String> position(PartitionRef partition, UUID source) {
    return held(partition).position(source);
  }

  /** Seals everything acknowledged before. */
  public Offsets seal(PartitionRef partition) {
    return change(partition, sealer::seal);
  }

  /** Seals, then drops chunks from the head that are not to be kept, once. */
  public Offsets truncate(PartitionRef partition, Retention keep) {
    return change(
        partition,
        found -> {
          sealer.seal(found);
          housekeeping.truncate(found, keep);
        });
  }

  private Offsets change(PartitionRef partition, Consumer<HeldPartition> change) {
    HeldPartition found = held(partition);
    try {
      change.accept(found);
    } catch (RuntimeException e) {
      loseIfLost(found, e);
      throw e;
    }
    return found.offsets();
  }

  /** Partitions held now. */
  public int partitions() {
    return (int) all().stream().filter(each -> each.lease().holds()).count();
  }

  /** Partitions with a tail in the journal that was there before the start, not held again yet. */
  public int leftBehind() {
    return reclaim.left();
  }

  /** Bytes in the journal that wait to be sealed. */
  public long backlogBytes() {
    return all().stream().mapToLong(HeldPartition::tailBytes).sum();
  }

  /** What was done of the partitions since the start. */
  public Kept kept() {
    return new Kept(
        sealer.seals(),
        housekeeping.droppedRecords(),
        housekeeping.droppedBytes(),
        housekeeping.merges(),
        housekeeping.damaged(),
        upkeep.failures());
  }

  private List<HeldPartition> all() {
    return holdings.all();
  }

  private HeldPartition held(PartitionRef ref) {
    requireRunning();
    return holdings.get(ref);
  }

  private HeldPartition acquire(PartitionRef ref) {
    requireRunning();
    HeldPartition acquired = acquisition.acquire(ref);
    log.debug("{} is held under epoch {}", ref, acquired.epoch());
    return acquired;
  }

  private void requireRunning() {
    if (closing) {
      throw new OptimaException(ErrorCode.UNAVAILABLE, "this node stops: ask again who holds it");
    }
    OptimaException fenced = journal.fenced().getNow(null);
    if (fenced != null) {
      throw fenced;
    }
  }

  /**
   * Tells of partitions that have more records than before. To be called every few milliseconds.
   */
  public void announce() {
    announcer.tell();
  }

  /** What is due: renewals, upkeep, giving back. To be called several times a second. */
  public void tick() {
    if (!closing) {
      reclaim.tick();
      rounds.tick();
      List<HeldPartition> all = all();
      all.forEach(this::tick);
      watch.tick(all);
      upkeep.tick(all.stream().filter(each -> each.lease().holds() && !each.isClosed()).toList());
    }
  }

  private void tick(HeldPartition partition) {
    if (!partition.lease().holds()) {
      if (!partition.isClosed()) {
        holdings.forget(partition);
      }
      return;
    }
    if (partition.lease().takeRenewal()) {
      tasks.execute(() -> renew(partition));
    }
    if ((isIdle(partition) || partition.isMisplaced()) && partition.close()) {
      tasks.execute(() -> giveBack(partition));
    }
  }

  private boolean isIdle(HeldPartition partition) {
    return ticker.nanos() - partition.usedNanos() > settings.idle().toNanos();
  }

  private void renew(HeldPartition partition) {
    try {
      acquisition.prolong(partition.entry(), partition.lease());
    } catch (RuntimeException e) {
      loseIfLost(partition, e);
      log.warn("lease of {} was not renewed: {}", partition.ref(), e.getMessage());
    }
  }

  private void loseIfLost(HeldPartition partition, RuntimeException failure) {
    if (Sealer.isLost(failure)) {
      lose(partition, String.valueOf(failure.getMessage()));
    }
  }

  private void lose(HeldPartition partition, String why) {
    partition.lease().lose(OptimaException.of(ErrorCode.CONFLICT, "%s", why));
    holdings.forget(partition);
  }

  /** Seals what is left and lets other nodes have the partition. */
  private void giveBack(HeldPartition partition) {
    try {
      partition.settle();
      sealer.seal(partition);
      PartitionEntry released = partitions.release(partition.ref(), partition.epoch());
      lose(partition, "it was given back");
      log.debug("{} was given back at entry {}", partition.ref(), released.sequence());
    } catch (RuntimeException e) {
      lose(partition, "it was to be given back");
      log.warn("{} was not given back: {}", partition.ref(), e.getMessage());
    }
  }

  /**
   * Gives everything back; what is not within that time stays in the journal, for the next process
   * that opens it.
   */
  public void close(Duration patience) {
    closing = true;
    CompletableFuture<?>[] all =
        all().stream()
            .filter(HeldPartition::close)
            .map(each -> CompletableFuture.runAsync(() -> giveBack(each), tasks))
            .toArray(CompletableFuture<?>[]::new);
    var _ =
        CompletableFuture.allOf(all)
            .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionally(e -> null)
            .join();
    all().forEach(each -> lose(each, "this node stopped"));
  }
}
