package io.optima.gateway.kafka;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.PartitionRef;
import io.optima.runtime.thread.Threads;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Where topics are sealed, a few partitions at a time: that is long work in native code. */
final class SealThreads implements AutoCloseable {
  private static final int AT_ONCE = 2;

  private final ExecutorService threads = Threads.few("topic-seal", AT_ONCE);

  /** Returns when the work on all partitions is done, or throws the first failure. */
  void each(List<PartitionRef> partitions, Consumer<PartitionRef> work) {
    List<? extends Future<?>> all =
        partitions.stream().map(partition -> threads.submit(() -> work.accept(partition))).toList();
    try {
      for (Future<?> one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException why
          ? why
          : new OptimaException(ErrorCode.INTERNAL, "a topic could not be sealed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OptimaException(ErrorCode.CANCELLED, "the call was cancelled", e);
    } finally {
      all.forEach(each -> each.cancel(true));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
