package io.optima.model.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.OptimaException;
import io.optima.model.stream.StreamSettings.Retention;
import io.optima.model.stream.StreamSettings.SealPolicy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KafkaTopicTest {
  private static final KafkaTopic TOPIC =
      new KafkaTopic("one:9092,[::1]:9093", "Orders.v1", Map.of("client.id", "optima"), null);

  private static KafkaTopic with(String property) {
    return new KafkaTopic("one:9092", "t", Map.of(property, "x"), null);
  }

  private static StreamSettings settings(Durability durability, Retention retention) {
    return new StreamSettings(1, null, durability, retention, SealPolicy.DEFAULT, TOPIC, null);
  }

  @Test
  void aTopicIsShownWithItsServers() {
    assertThat(TOPIC).hasToString("Orders.v1 at one:9092,[::1]:9093");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sasl.jaas.config",
        "ssl.key.password",
        "ssl.keystore.key",
        "ssl.keystore.password"
      })
  void secretsAreNoSettings(String property) {
    assertThatThrownBy(() -> with(property))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining(property)
        .hasMessageContaining("Dapr secret store");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "interceptor.classes",
        "metric.reporters",
        "ssl.truststore.location",
        "sasl.client.callback.handler.class",
        "group.id",
        "acks"
      })
  void whatNamesClassesOrFilesOrIsOursCannotBeSet(String property) {
    assertThatThrownBy(() -> with(property))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining("'" + property + "'")
        .hasMessageContaining("security.protocol");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "host", "host:", "a:1, b:2", "a:1,", "http://a:1/"})
  void serversHavePorts(String servers) {
    assertThatThrownBy(() -> new KafkaTopic(servers, "t", Map.of(), null))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining("host:port");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "a b"})
  void topicsHaveKafkasNames(String topic) {
    assertThatThrownBy(() -> new KafkaTopic("a:1", topic, Map.of(), null))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining("'" + topic + "'");
  }

  @Test
  void whatTheBrokersDecideIsNotSaidAgain() {
    assertThat(settings(Durability.MEMORY, Retention.FOREVER).withPartitions(3).partitions())
        .isEqualTo(3);
    assertThatThrownBy(() -> settings(Durability.FSYNC, Retention.FOREVER))
        .hasMessageContaining("leave the durability out");
    assertThatThrownBy(() -> settings(Durability.MEMORY, new Retention(null, 1L, null)))
        .hasMessageContaining("retention.ms");
  }
}
