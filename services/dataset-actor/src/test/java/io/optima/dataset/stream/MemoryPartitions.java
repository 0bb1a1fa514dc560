package io.optima.dataset.stream;

import io.optima.dataset.OwnedPartition;
import io.optima.dataset.PartitionCommitLog;
import io.optima.model.OptimaException;
import io.optima.model.stream.NodeRef;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.Partitions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Partitions by the real rules, with logs in memory. */
final class MemoryPartitions implements Partitions {
  static final Duration LEASE = Duration.ofSeconds(9);

  private final UUID stream;
  private final VirtualTime time;
  private final Map<PartitionRef, Log> logs = new HashMap<>();
  private final Function<PartitionRef, PartitionCommitLog> open;
  private final Map<PartitionRef, OwnedPartition> owners = new HashMap<>();
  private @Nullable OptimaException failure;
  private Duration from = Duration.ZERO;
  private boolean mirrored;
  private Runnable beforeAnswer = () -> {};
  private int renewals;

  MemoryPartitions(UUID stream, VirtualTime time) {
    this.stream = stream;
    this.time = time;
    this.open = this::rawLog;
  }

  /** The same with logs that are somewhere else. */
  MemoryPartitions(UUID stream, VirtualTime time, Function<PartitionRef, PartitionCommitLog> open) {
    this.stream = stream;
    this.time = time;
    this.open = open;
  }

  /** Whether leases from now on are for batches that go to the object store. */
  synchronized void mirrored(boolean on) {
    mirrored = on;
  }

  /** From now on calls fail; null: no longer. */
  synchronized void fail(@Nullable OptimaException why) {
    failure = why;
  }

  /** Holders have to wait so long before they acknowledge. */
  synchronized void holdersWait(Duration duration) {
    from = duration;
  }

  /** Runs between a call's effect and its answer. */
  synchronized void beforeAnswer(Runnable step) {
    beforeAnswer = step;
  }

  synchronized int renewals() {
    return renewals;
  }

  synchronized List<PartitionEntry> log(PartitionRef partition) {
    return List.copyOf(rawLog(partition).entries);
  }

  private Log rawLog(PartitionRef partition) {
    return logs.computeIfAbsent(partition, unknown -> new Log());
  }

  private OwnedPartition owner(PartitionRef partition) {
    if (failure != null) {
      throw failure;
    }
    return owners.computeIfAbsent(
        partition,
        unknown ->
            new OwnedPartition(
                partition, open.apply(partition), digest -> true, LEASE, time, time::nanos));
  }

  @Override
  public synchronized Optional<PartitionEntry> head(PartitionRef partition) {
    return owner(partition).head();
  }

  @Override
  public NodeRef locate(PartitionRef partition) {
    return head(partition).map(PartitionEntry::holder).orElseThrow();
  }

  @Override
  public synchronized Lease acquire(PartitionRef partition, NodeRef node) {
    Lease lease = owner(partition).acquire(stream, node, mirrored);
    beforeAnswer.run();
    return new Lease(
        lease.entry(), lease.duration(), from.compareTo(lease.from()) > 0 ? from : lease.from());
  }

  @Override
  public synchronized Lease renew(PartitionRef partition, long epoch) {
    renewals++;
    Lease lease = owner(partition).renew(epoch);
    beforeAnswer.run();
    return lease;
  }

  @Override
  public synchronized PartitionEntry seal(PartitionRef partition, Seal seal) {
    return owner(partition).seal(seal);
  }

  @Override
  public synchronized PartitionEntry release(PartitionRef partition, long epoch) {
    return owner(partition).release(epoch);
  }

  private static final class Log implements PartitionCommitLog {
    private final List<PartitionEntry> entries = new ArrayList<>();

    @Override
    public synchronized boolean append(PartitionEntry entry) {
      return entry.sequence() == entries.size() + 1 && entries.add(entry);
    }

    @Override
    public synchronized Optional<PartitionEntry> entry(long sequence) {
      return sequence > 0 && sequence <= entries.size()
          ? Optional.of(entries.get((int) sequence - 1))
          : Optional.empty();
    }

    @Override
    public synchronized Optional<PartitionEntry> head() {
      return entry(entries.size());
    }
  }
}
