package io.optima.dataset.stream;

import io.optima.model.DatasetName;
import io.optima.model.OptimaException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then whether the settings of streams whose partitions are held here changed. */
final class StreamWatch {
  static final Duration EVERY = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(StreamWatch.class);

  private final StreamCatalog streams;
  private final Executor tasks;
  private final Ticker ticker;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile long lastNanos;

  /**
   * @param tasks runs what takes time
   */
  StreamWatch(StreamCatalog streams, Executor tasks, Ticker ticker) {
    this.streams = streams;
    this.tasks = tasks;
    this.ticker = ticker;
    this.lastNanos = ticker.nanos();
  }

  /** Looks when it is time to. */
  void tick(List<HeldPartition> held) {
    if (ticker.nanos() - lastNanos >= EVERY.toNanos() && running.compareAndSet(false, true)) {
      lastNanos = ticker.nanos();
      tasks.execute(
          () -> {
            try {
              look(held);
            } finally {
              running.set(false);
            }
          });
    }
  }

  private void look(List<HeldPartition> held) {
    Map<DatasetName, List<HeldPartition>> byStream =
        held.stream().collect(Collectors.groupingBy(partition -> partition.ref().stream()));
    byStream.forEach(
        (name, partitions) -> {
          try {
            StreamInfo newest = streams.stream(name);
            partitions.forEach(partition -> partition.stream(newest));
          } catch (OptimaException e) {
            log.debug("the settings of {} are not known: {}", name, e.getMessage());
          }
        });
  }
}
