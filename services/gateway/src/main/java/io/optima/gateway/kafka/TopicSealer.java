package io.optima.gateway.kafka;

import io.optima.gateway.source.StreamTasks;
import io.optima.model.DatasetName;
import io.optima.model.dataset.LogEntry;
import io.optima.model.stream.KafkaTopic;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.Stream;
import io.optima.model.stream.StreamSettings;
import io.optima.runtime.thread.Threads;
import io.optima.store.DatasetLog;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
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
  private final StreamTasks<LogEntry> tasks = new StreamTasks<>(threads, this::run);

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
    var _ = tasks.adjust(stream.id(), wanted ? entry : null);
  }

  private void run(LogEntry entry) {
    StreamSettings settings = Objects.requireNonNull(entry.stream()).settings();
    KafkaTopic topic = Objects.requireNonNull(settings.kafka());
    Duration age = settings.seal().age();
    try {
      while (true) {
        for (int number = 0; number < settings.partitions(); number++) {
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
