package io.optima.model.stream;

import io.optima.model.OptimaException;
import io.optima.model.Shown;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A topic of a Kafka cluster, and how its clients are set up.
 *
 * @param bootstrapServers {@code host:port}s, separated by commas
 * @param properties of the clients, by Kafka's names; those in {@link #SETTABLE} only, since others
 *     name classes and files of the process that connects
 * @param secret whose entries are properties too, those in {@link #SECRET} as well. It has an entry
 *     {@code bootstrap.servers} with the same servers, so that nobody has it sent to others
 */
public record KafkaTopic(
    String bootstrapServers,
    String topic,
    Map<String, String> properties,
    @Nullable SecretRef secret) {
  public static final Set<String> SETTABLE =
      Set.of(
          "client.dns.lookup",
          "client.id",
          "client.rack",
          "compression.type",
          "delivery.timeout.ms",
          "fetch.max.wait.ms",
          "heartbeat.interval.ms",
          "linger.ms",
          "max.partition.fetch.bytes",
          "max.request.size",
          "request.timeout.ms",
          "sasl.kerberos.service.name",
          "sasl.mechanism",
          "security.protocol",
          "session.timeout.ms",
          "ssl.cipher.suites",
          "ssl.enabled.protocols",
          "ssl.endpoint.identification.algorithm",
          "ssl.keystore.certificate.chain",
          "ssl.keystore.type",
          "ssl.protocol",
          "ssl.truststore.certificates",
          "ssl.truststore.type");

  /** What the secret may say beside those. */
  public static final Set<String> SECRET =
      Set.of("bootstrap.servers", "sasl.jaas.config", "ssl.key.password", "ssl.keystore.key");

  private static final Pattern SERVERS =
      Pattern.compile("[a-zA-Z0-9._\\[\\]:-]+:[0-9]{1,5}(,[a-zA-Z0-9._\\[\\]:-]+:[0-9]{1,5})*");
  private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
  private static final List<String> SECRET_WORDS =
      List.of("password", "secret", "jaas", "keystore.key", "token", "credential");

  public KafkaTopic {
    if (!SERVERS.matcher(bootstrapServers).matches()) {
      throw OptimaException.invalid(
          "Kafka's servers '%s' are not allowed: write host:port, several with commas between",
          Shown.of(bootstrapServers));
    }
    if (!TOPIC.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
      throw OptimaException.invalid(
          "topic '%s' is not allowed: Kafka's topics have 1 to 249 of a-z, A-Z, 0-9, ., _ and -",
          Shown.of(topic));
    }
    properties = Map.copyOf(properties);
    new TreeMap<>(properties).keySet().forEach(KafkaTopic::check);
  }

  private static void check(String property) {
    if (SETTABLE.contains(property)) {
      return;
    }
    if (SECRET_WORDS.stream().anyMatch(property::contains)) {
      throw OptimaException.invalid(
          "property %s carries a secret, and settings are read by everybody: keep it in a secret of"
              + " a Dapr secret store, beside its bootstrap.servers, and name that secret",
          Shown.of(property));
    }
    throw OptimaException.invalid(
        "property '%s' cannot be set for Kafka's clients: those that can are %s",
        Shown.of(property), String.join(", ", new TreeSet<>(SETTABLE)));
  }

  /** {@code topic at host:port}, as messages say it. */
  @Override
  public String toString() {
    return topic + " at " + bootstrapServers;
  }
}
