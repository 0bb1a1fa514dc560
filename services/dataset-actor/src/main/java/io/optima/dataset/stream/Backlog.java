package io.optima.dataset.stream;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.StreamSettings.SealPolicy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What a partition has in the journal that is not sealed. Safe for any number of threads. */
final class Backlog {
  private final AtomicLong bytes;
  private final long limit;
  private volatile long sealTo;

  /**
   * @param bytes of the batches that are there already
   * @param limit with so many, nothing more is taken
   */
  Backlog(long bytes, long limit) {
    this.bytes = new AtomicLong(bytes);
    this.limit = limit;
  }

  long bytes() {
    return Math.max(bytes.get(), 0);
  }

  void appended(long more) {
    bytes.addAndGet(more);
  }

  void sealed(long less) {
    bytes.addAndGet(-less);
  }

  /**
   * @throws OptimaException RESOURCE_EXHAUSTED when sealing is too far behind
   */
  void requireRoom(PartitionRef partition) {
    if (bytes() >= limit) {
      throw OptimaException.of(
          ErrorCode.RESOURCE_EXHAUSTED,
          "%d bytes of %s wait to be sealed, %d are the most (optima.stream.backlog): send the"
              + " batch again later, nothing of it was stored",
          bytes(),
          partition,
          limit);
    }
  }

  /** What is there now is to be sealed, however many slices that takes. */
  void sealTo(long end) {
    sealTo = end;
  }

  /**
   * How much it is time to seal: from 1 on.
   *
   * @param begin offset at which the tail begins
   * @param age of its first batch
   */
  double urgency(long begin, SealPolicy policy, Duration age) {
    double byBytes = (double) bytes() / Math.min(policy.bytes(), Math.max(limit / 2, 1));
    double byAge = (double) age.toMillis() / policy.age().toMillis();
    return Math.max(Math.max(byBytes, byAge), begin < sealTo ? 1 : 0);
  }
}
