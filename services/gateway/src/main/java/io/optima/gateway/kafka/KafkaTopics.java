package io.optima.gateway.kafka;

import io.optima.gateway.stream.Backend;
import io.optima.model.stream.KafkaTopic;
import io.optima.model.stream.Secrets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The topics that are streams here; connected when they are used first. */
public final class KafkaTopics implements Function<KafkaTopic, Backend>, AutoCloseable {
  private final Secrets secrets;
  private final TopicHistory history;
  private final SealThreads threads = new SealThreads();
  private final ConcurrentHashMap<KafkaTopic, KafkaBackend> topics = new ConcurrentHashMap<>();

  public KafkaTopics(Secrets secrets, TopicHistory history) {
    this.secrets = secrets;
    this.history = history;
  }

  @Override
  public Backend apply(KafkaTopic topic) {
    return backend(topic);
  }

  KafkaBackend backend(KafkaTopic topic) {
    return topics.computeIfAbsent(
        topic, each -> new KafkaBackend(new KafkaClients(each, secrets), history, threads));
  }

  TopicHistory history() {
    return history;
  }

  @Override
  public void close() {
    threads.close();
    topics.values().forEach(KafkaBackend::close);
  }
}
