package io.optima.gateway.kafka;

import io.optima.gateway.Secrets;
import io.optima.gateway.stream.Backend;
import io.optima.model.stream.KafkaTopic;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The topics that are streams here; connected when they are used first. */
public final class KafkaTopics implements Function<KafkaTopic, Backend>, AutoCloseable {
  private final Secrets secrets;
  private final ConcurrentHashMap<KafkaTopic, KafkaBackend> topics = new ConcurrentHashMap<>();

  public KafkaTopics(Secrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public Backend apply(KafkaTopic topic) {
    return topics.computeIfAbsent(topic, each -> new KafkaBackend(new KafkaClients(each, secrets)));
  }

  @Override
  public void close() {
    topics.values().forEach(KafkaBackend::close);
  }
}
