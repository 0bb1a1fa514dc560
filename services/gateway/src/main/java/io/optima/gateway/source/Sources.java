package io.optima.gateway.source;

import io.optima.gateway.stream.SourceProgress;
import io.optima.model.DatasetName;
import io.optima.model.OptimaException;
import io.optima.model.dataset.LogEntry;
import io.optima.runtime.thread.Threads;
import io.optima.store.DatasetLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps streams fed from their sources, each by a thread of its own. */
public final class Sources implements SourceProgress.Known, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Sources.class);

  private final DatasetLog datasets;
  private final List<Feed> feeds;
  private final Duration firstPause;
  private final Duration longestPause;
  private final SourceProgress all = new SourceProgress();
  private final ExecutorService threads = Threads.perTask("source");
  private final StreamTasks<FedStream> tasks = new StreamTasks<>(threads, this::feed);
  private final ConcurrentHashMap<UUID, SourceProgress> running = new ConcurrentHashMap<>();
  private final Set<DatasetName> waiting = ConcurrentHashMap.newKeySet();

  /**
   * @param firstPause after a failure; each further one doubles it
   */
  public Sources(
      DatasetLog datasets, List<Feed> feeds, Duration firstPause, Duration longestPause) {
    this.datasets = datasets;
    this.feeds = List.copyOf(feeds);
    this.firstPause = firstPause;
    this.longestPause = longestPause;
  }

  @Override
  public Optional<SourceProgress.State> of(UUID stream) {
    return Optional.ofNullable(running.get(stream)).map(SourceProgress::state);
  }

  /** Of all sources since the process began. */
  public SourceProgress.State total() {
    return all.state();
  }

  /** Sources that answer now. */
  public int active() {
    return (int) running.values().stream().filter(each -> each.state().running()).count();
  }

  /** The dataset may have changed: from here on it is fed as its last entry says. */
  public void look(DatasetName name) {
    datasets.head(name).ifPresent(this::adjust);
  }

  private void adjust(LogEntry entry) {
    if (entry.stream() == null) {
      return;
    }
    CompletableFuture<Void> left =
        tasks.adjust(entry.stream().id(), FedStream.of(entry).orElse(null));
    if (entry.sequence() > 1) {
      var _ = left.thenRunAsync(() -> settle(entry.dataset()), threads);
    }
  }

  /** Sources that the stream had before; they may be in use still, by another process too. */
  private void settle(DatasetName name) {
    Duration pause = firstPause;
    try {
      while (!isSettled(name) && waiting.add(name)) { // one waits for all
        try {
          Thread.sleep(pause);
        } finally {
          waiting.remove(name);
        }
        pause = longer(pause);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isSettled(DatasetName name) {
    try {
      FedStream now = datasets.head(name).flatMap(FedStream::of).orElse(null);
      feeds.forEach(feed -> feed.settle(name, now == null ? null : now.source()));
      return true;
    } catch (RuntimeException e) {
      log.warn("what {} was fed from could not be left yet: {}", name, why(e));
      return Thread.currentThread().isInterrupted();
    }
  }

  private void feed(FedStream stream) {
    SourceProgress progress = all.part();
    running.put(stream.id(), progress);
    try {
      feed(stream, progress);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      running.remove(stream.id());
    }
  }

  private void feed(FedStream stream, SourceProgress progress) throws InterruptedException {
    Duration pause = firstPause;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        from(stream).run(stream, progress);
      } catch (RuntimeException e) {
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        boolean worked = progress.state().running();
        progress.failed(why(e));
        log.warn("{} is not fed from its source", stream.name(), e);
        pause = worked ? firstPause : pause;
      }
      Thread.sleep(pause);
      pause = longer(pause);
    }
  }

  private Feed from(FedStream stream) {
    return feeds.stream()
        .filter(each -> each.takes(stream.source()))
        .findFirst()
        .orElseThrow(
            () ->
                OptimaException.invalid(
                    "this Optima knows no such source: use a newer one, or remove the source"));
  }

  private Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(longestPause) < 0 ? doubled : longestPause;
  }

  private static String why(RuntimeException error) {
    return error instanceof OptimaException known
        ? known.text()
        : "something unexpected happened (%s): the log has it".formatted(error);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
