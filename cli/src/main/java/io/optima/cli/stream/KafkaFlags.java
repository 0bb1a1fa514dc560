package io.optima.cli.stream;

import io.optima.cli.output.Screen;
import io.optima.v1.KafkaTopic;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A topic of a Kafka cluster, or none. */
public final class KafkaFlags {
  @Option(
      names = "--kafka",
      paramLabel = "<host:port,...>",
      description = "Servers of the Kafka cluster that has the topic.")
  private @Nullable String servers;

  @Option(names = "--topic", paramLabel = "<name>", description = "Of that cluster.")
  private @Nullable String topic;

  @Option(
      names = "--kafka-property",
      paramLabel = "<key=value>",
      description = "Of Kafka's clients, by Kafka's names; repeatable. Secrets are refused here.")
  private Map<String, String> properties = new LinkedHashMap<>();

  @Option(
      names = "--kafka-secret",
      paramLabel = "<store/name>",
      description =
          "Secret of a Dapr secret store with further properties, for example sasl.jaas.config, and"
              + " bootstrap.servers.")
  private @Nullable String secret;

  /**
   * The topic that is named; empty when none is.
   *
   * @throws RuntimeException wrong usage, when it is named in parts
   */
  public Optional<KafkaTopic> topic(Screen screen) {
    if (servers == null && topic == null && secret == null && properties.isEmpty()) {
      return Optional.empty();
    }
    if (servers == null || topic == null) {
      throw screen.usage("a topic of Kafka is named by --kafka host:port and --topic name");
    }
    KafkaTopic.Builder built =
        KafkaTopic.newBuilder()
            .setBootstrapServers(servers)
            .setTopic(topic)
            .putAllProperties(properties);
    if (secret != null) {
      built.setSecret(SecretNames.parse(screen, "--kafka-secret", secret));
    }
    return Optional.of(built.build());
  }
}
