package io.optima.gateway.kafka;

import io.optima.model.DatasetName;
import io.optima.model.dataset.LogEntry;
import io.optima.model.stream.KafkaTopic;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.Stream;
import io.optima.runtime.thread.Threads;
import io.optima.store.DatasetLog;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals topics whose streams want it, each as often as its policy says. All gateways may do that;
 * what one has sealed the others leave alone until it is time again.
 */
public final class TopicSealer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TopicSealer.class);

  private final DatasetLog datasets;
  private final KafkaTopics topics;
  private final Clock clock;
  private final ExecutorService threads = Threads.perTask("topic-sealer");
  private final ConcurrentHashMap<UUID, Running> running = new ConcurrentHashMap<>();

  private record Running(Stream stream, Future<?> task) {}

  public TopicSealer(DatasetLog datasets, KafkaTopics topics, Clock clock) {
    this.datasets = datasets;
    this.topics = topics;
    this.clock = clock;
  }

  /** The dataset may have changed: from here on it is sealed as its last entry says. */
  public void look(DatasetName name) {
    datasets.head(name).ifPresent(this::adjust);
  }

  private void adjust(LogEntry entry) {
    Stream stream = entry.stream();
    if (stream == null) {
      return;
    }
    boolean wanted = !entry.dropped() && stream.settings().seal().topic();
    var _ =
        running.compute(
            stream.id(),
            (id, before) -> {
              if (before != null && wanted && before.stream().equals(stream)) {
                return before;
              }
              if (before != null) {
                before.task().cancel(true);
              }
              return wanted ? new Running(stream, threads.submit(() -> run(entry, stream))) : null;
            });
  }

  private void run(LogEntry entry, Stream stream) {
    KafkaTopic topic = Objects.requireNonNull(stream.settings().kafka());
    Duration age = stream.settings().seal().age();
    try {
      while (true) {
        for (int number = 0; number < stream.settings().partitions(); number++) {
          seal(entry, topic, new PartitionRef(entry.dataset(), number), age);
        }
        Thread.sleep(age);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void seal(LogEntry entry, KafkaTopic topic, PartitionRef partition, Duration age)
      throws InterruptedException {
    try {
      if (isDue(partition, age)) {
        topics.backend(topic).keep(entry, partition);
      }
    } catch (RuntimeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      log.warn("{} of topic {} is not sealed: {}", partition, topic, e.getMessage());
    }
  }

  /** Somebody else may have sealed it. */
  private boolean isDue(PartitionRef partition, Duration age) {
    return topics
        .history()
        .sealed(partition)
        .filter(last -> last.time().plus(age).isAfter(clock.instant()))
        .isEmpty();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
