package io.optima.dataset.stream;

import io.optima.model.stream.PartitionRef;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Partitions that are held, and those that are being acquired: each by one caller, for all. */
final class Holdings {
  private final Function<PartitionRef, HeldPartition> acquire;
  private final ConcurrentHashMap<PartitionRef, CompletableFuture<HeldPartition>> held =
      new ConcurrentHashMap<>();

  Holdings(Function<PartitionRef, HeldPartition> acquire) {
    this.acquire = acquire;
  }

  /** All that are held, though their leases may be over. */
  List<HeldPartition> all() {
    return held.values().stream()
        .filter(each -> each.isDone() && !each.isCompletedExceptionally())
        .map(CompletableFuture::join)
        .toList();
  }

  /**
   * The partition, acquired when nobody did yet, as soon as it is given back if it is on that way.
   */
  HeldPartition get(PartitionRef ref) {
    while (true) {
      CompletableFuture<HeldPartition> mine = new CompletableFuture<>();
      CompletableFuture<HeldPartition> known = held.putIfAbsent(ref, mine);
      if (known == null) {
        return acquire(ref, mine);
      }
      HeldPartition found = Futures.join(known);
      if (found.isClosed()) {
        Futures.join(found.lease().gone());
      } else if (found.lease().holds()) {
        return found;
      }
      held.remove(ref, known);
    }
  }

  private HeldPartition acquire(PartitionRef ref, CompletableFuture<HeldPartition> mine) {
    try {
      HeldPartition acquired = acquire.apply(ref);
      mine.complete(acquired);
      return acquired;
    } catch (RuntimeException e) {
      held.remove(ref, mine);
      RuntimeException cause = Futures.cause(e);
      mine.completeExceptionally(cause);
      throw cause;
    }
  }

  void forget(HeldPartition partition) {
    held.computeIfPresent(partition.ref(), (ref, known) -> isOf(known, partition) ? null : known);
  }

  private static boolean isOf(CompletableFuture<HeldPartition> known, HeldPartition partition) {
    return known.isDone() && !known.isCompletedExceptionally() && known.join().equals(partition);
  }
}
