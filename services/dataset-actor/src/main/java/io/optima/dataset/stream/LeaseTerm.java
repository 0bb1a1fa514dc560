package io.optima.dataset.stream;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.PartitionRef;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How long a partition is held. The end is counted from the moment at which the call that got the
 * lease was sent: whoever granted it counts from later on. Calls for renewal may overtake each
 * other.
 */
final class LeaseTerm {
  private final PartitionRef partition;
  private final Ticker ticker;
  private long endNanos;
  private long renewalNanos;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private @Nullable OptimaException lost;

  LeaseTerm(PartitionRef partition, Ticker ticker, long sentNanos, Duration duration) {
    this.partition = partition;
    this.ticker = ticker;
    this.endNanos = sentNanos + duration.toNanos();
    this.renewalNanos = sentNanos + duration.toNanos() / 3;
  }

  synchronized void prolong(long sentNanos, Duration duration) {
    long end = sentNanos + duration.toNanos();
    if (end - endNanos > 0) {
      endNanos = end;
      renewalNanos = sentNanos + duration.toNanos() / 3;
    }
  }

  /** Whether it is time for a renewal; if so, the next one is a third of what is left later. */
  synchronized boolean takeRenewal() {
    long now = ticker.nanos();
    if (now - renewalNanos < 0 || !holds()) {
      return false;
    }
    renewalNanos = now + Math.max((endNanos - now) / 3, 1);
    return true;
  }

  /** For good: somebody else holds the partition, or it was given back. */
  synchronized void lose(OptimaException why) {
    if (lost == null) {
      lost = why;
      gone.complete(null);
    }
  }

  /** Completes when the partition is lost; not when the lease just ends. */
  CompletableFuture<Void> gone() {
    return gone.copy();
  }

  synchronized boolean holds() {
    return lost == null && ticker.nanos() - endNanos < 0;
  }

  /**
   * @throws OptimaException CONFLICT when the partition is not held any more
   */
  void require() {
    if (!holds()) {
      throw over(ErrorCode.CONFLICT, "ask again who holds it");
    }
  }

  /** What an answer says that came too late. */
  OptimaException tooLate() {
    return over(ErrorCode.UNAVAILABLE, "the batch may be appended or not: send it again");
  }

  private synchronized OptimaException over(ErrorCode code, String what) {
    String why = lost == null ? "its lease ended without a renewal" : lost.text();
    return OptimaException.of(code, "%s is not held here any more (%s); %s", partition, why, what);
  }
}
