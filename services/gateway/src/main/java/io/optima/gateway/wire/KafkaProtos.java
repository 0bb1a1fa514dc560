package io.optima.gateway.wire;

import io.optima.model.stream.KafkaTopic;
import io.optima.model.stream.SecretRef;

/** Topics of Kafka between the model and protobuf. */
public final class KafkaProtos {
  private KafkaProtos() {}

  public static KafkaTopic topic(io.optima.v1.KafkaTopic topic) {
    return new KafkaTopic(
        topic.getBootstrapServers(),
        topic.getTopic(),
        topic.getPropertiesMap(),
        topic.hasSecret() ? secret(topic.getSecret()) : null);
  }

  public static io.optima.v1.KafkaTopic topic(KafkaTopic topic) {
    io.optima.v1.KafkaTopic.Builder built =
        io.optima.v1.KafkaTopic.newBuilder()
            .setBootstrapServers(topic.bootstrapServers())
            .setTopic(topic.topic())
            .putAllProperties(topic.properties());
    if (topic.secret() != null) {
      built.setSecret(secret(topic.secret()));
    }
    return built.build();
  }

  public static SecretRef secret(io.optima.v1.SecretRef secret) {
    return new SecretRef(secret.getStore(), secret.getName());
  }

  public static io.optima.v1.SecretRef secret(SecretRef secret) {
    return io.optima.v1.SecretRef.newBuilder()
        .setStore(secret.store())
        .setName(secret.name())
        .build();
  }
}
