package io.optima.dataset.stream;

import io.optima.model.OptimaException;
import io.optima.model.stream.PartitionRef;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads a partition's tail from an offset on, one after the other. For one thread. */
public final class TailReader implements AutoCloseable {
  private static final int READ_BYTES = 1 << 20;

  private final StreamNode node;
  private final PartitionRef partition;
  private long next;
  private @Nullable CompletableFuture<Long> more;

  public TailReader(StreamNode node, PartitionRef partition, long offset) {
    this.node = node;
    this.partition = partition;
    this.next = offset;
  }

  /**
   * The next batches, about a megabyte at most but one at least; empty at the end.
   *
   * @throws OptimaException as {@link StreamNode#read}
   */
  public List<StoredBatch> read() {
    List<StoredBatch> some = node.read(partition, next, READ_BYTES);
    if (!some.isEmpty()) {
      next = some.getLast().end();
    }
    return some;
  }

  /**
   * Waits at the end until there is more, but not longer than that.
   *
   * @throws OptimaException UNAVAILABLE when the journal ends
   */
  public void await(Duration patience) throws InterruptedException {
    CompletableFuture<Long> waiting = more == null ? node.await(partition, next) : more;
    more = waiting;
    try {
      waiting.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      more = null;
    } catch (TimeoutException e) {
      // read looks whether the partition is still held here
    } catch (ExecutionException e) {
      throw e.getCause() instanceof OptimaException why ? why : new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (more != null) {
      more.cancel(false);
    }
  }
}
