package io.optima.gateway.stream;

import io.optima.gateway.stream.PartitionNodes.Stored;
import io.optima.gateway.stream.Subscriptions.Subscriber;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.runtime.thread.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Partitions that are read for one subscriber, each by a thread of its own, so that none waits for
 * another. At most one batch of each is in memory. Partitions that are added meanwhile are read
 * too.
 */
public final class Subscription {
  private static final Duration LOOK = Duration.ofMillis(250);

  private static final long GROWTH_NANOS = Duration.ofSeconds(2).toNanos();

  private final List<PartitionReader> readers;
  private final Supplier<List<PartitionReader>> growth;
  private final ReentrantLock sending = new ReentrantLock(true);

  /**
   * @param growth opens partitions that were added since it was asked last; asked every now and
   *     then, and what it throws ends the subscription
   */
  Subscription(List<PartitionReader> readers, Supplier<List<PartitionReader>> growth) {
    this.readers = readers;
    this.growth = growth;
  }

  /** Offset of the first record by partition. */
  public Map<Integer, Long> positions() {
    Map<Integer, Long> positions = new TreeMap<>();
    readers.forEach(reader -> positions.put(reader.partition(), reader.position()));
    return positions;
  }

  /**
   * Hands over records until there are no more or the subscriber is gone. Once only.
   *
   * @throws OptimaException as {@link PartitionReader#next}
   */
  public void run(Subscriber subscriber, Credit credit) {
    CompletableFuture<Void> failed = new CompletableFuture<>();
    try (ExecutorService threads = Threads.perTask("subscription")) {
      Function<PartitionReader, CompletableFuture<Void>> begin =
          reader ->
              CompletableFuture.runAsync(() -> read(reader, subscriber, credit), threads)
                  .whenComplete((done, error) -> fail(failed, error));
      List<CompletableFuture<Void>> all = new ArrayList<>(readers.stream().map(begin).toList());
      CompletableFuture<?> end =
          CompletableFuture.anyOf(
              failed, CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)));
      try {
        long looked = System.nanoTime();
        while (!end.isDone() && !subscriber.isGone()) {
          await(end);
          if (System.nanoTime() - looked > GROWTH_NANOS) {
            all.addAll(growth.get().stream().map(begin).toList());
            looked = System.nanoTime();
          }
        }
      } finally {
        threads.shutdownNow();
      }
      if (failed.isCompletedExceptionally()) {
        throw Publications.failure(failed.exceptionNow());
      }
    }
  }

  private static void fail(
      CompletableFuture<Void> failed, @org.jspecify.annotations.Nullable Throwable error) {
    if (error != null) {
      failed.completeExceptionally(error);
    }
  }

  private static void await(CompletableFuture<?> end) {
    try {
      end.get(LOOK.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException e) {
      // looked at by the caller
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw gone(e);
    }
  }

  private void read(PartitionReader reader, Subscriber subscriber, Credit credit) {
    try (reader) {
      for (Optional<Stored> batch = reader.next(); batch.isPresent(); batch = reader.next()) {
        credit.take(batch.get().records().size());
        sending.lockInterruptibly();
        try {
          subscriber.accept(batch.get());
        } finally {
          sending.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw gone(e);
    }
  }

  private static OptimaException gone(InterruptedException cause) {
    return new OptimaException(ErrorCode.CANCELLED, "the subscriber is gone", cause);
  }
}
