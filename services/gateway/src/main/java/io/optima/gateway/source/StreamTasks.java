package io.optima.gateway.source;

import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One task for each stream that wants one. As soon as a stream wants something else its task is
 * interrupted; what follows begins when that has ended.
 *
 * @param <W> what streams want, which says by {@code equals} whether that is something else
 */
public final class StreamTasks<W> {
  private final Executor threads;
  private final Consumer<W> work;
  private final ConcurrentHashMap<UUID, Turn<W>> turns = new ConcurrentHashMap<>();

  private record Turn<W>(
      @Nullable W wanted,
      Future<?> task,
      CompletableFuture<Void> begin,
      CompletableFuture<Void> end) {}

  /**
   * @param threads with room for all tasks at once
   * @param work until it is interrupted
   */
  public StreamTasks(Executor threads, Consumer<W> work) {
    this.threads = threads;
    this.work = work;
  }

  /**
   * From here on the stream wants that; null: nothing.
   *
   * @return completes when nothing works any more that the stream wanted before
   */
  public CompletableFuture<Void> adjust(UUID stream, @Nullable W wanted) {
    Turn<W> turn = turns.compute(stream, (id, before) -> next(before, wanted));
    if (turn == null) {
      return CompletableFuture.completedFuture(null);
    }
    if (turn.wanted() == null) {
      var _ = turn.end().thenRun(() -> turns.remove(stream, turn));
    }
    return turn.begin();
  }

  private @Nullable Turn<W> next(@Nullable Turn<W> before, @Nullable W wanted) {
    if (before == null) {
      return wanted == null ? null : turn(wanted, CompletableFuture.completedFuture(null));
    }
    if (Objects.equals(before.wanted(), wanted)) {
      return before;
    }
    before.task().cancel(true);
    return turn(wanted, before.end());
  }

  private Turn<W> turn(@Nullable W wanted, CompletableFuture<Void> begin) {
    FutureTask<?> task = new FutureTask<>(() -> work(wanted), null);
    return new Turn<>(wanted, task, begin, begin.thenRunAsync(task, threads));
  }

  private void work(@Nullable W wanted) {
    if (wanted != null) {
      work.accept(wanted);
    }
  }
}
