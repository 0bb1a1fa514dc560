package io.optima.dataset.stream;

import io.optima.model.DatasetName;
import io.optima.model.OptimaException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then whether the settings of streams whose partitions are held here changed. */
final class StreamWatch {
  static final Duration EVERY = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(StreamWatch.class);

  private final StreamCatalog streams;
  private final Recurring looks;

  /**
   * @param tasks runs what takes time
   */
  StreamWatch(StreamCatalog streams, Executor tasks, Ticker ticker) {
    this.streams = streams;
    this.looks = new Recurring(EVERY, tasks, ticker);
  }

  /** Looks when it is time to. */
  void tick(List<HeldPartition> held) {
    looks.tick(() -> look(held));
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
