package io.optima.model.stream;

import io.optima.model.OptimaException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a stream is fed from by Optima itself; exactly one part is there.
 *
 * @param pubSub a topic of Dapr
 * @param kafka a topic of Kafka
 * @param postgres the changes of a table of PostgreSQL
 */
public record StreamSource(
    @Nullable PubSub pubSub, @Nullable KafkaTopic kafka, @Nullable PostgresTable postgres) {
  public StreamSource {
    if (Stream.of(pubSub, kafka, postgres).filter(Objects::nonNull).count() != 1) {
      throw OptimaException.invalid(
          "the source of a stream is one topic, of Dapr or of Kafka, or one table of PostgreSQL");
    }
  }

  public static StreamSource of(PubSub topic) {
    return new StreamSource(topic, null, null);
  }

  public static StreamSource of(KafkaTopic topic) {
    return new StreamSource(null, topic, null);
  }

  public static StreamSource of(PostgresTable table) {
    return new StreamSource(null, null, table);
  }

  /**
   * A topic of a Dapr pub/sub component.
   *
   * @param component name of the component at the gateway's sidecar
   * @param deadLetters topic of the same component for events that the stream cannot take; empty:
   *     such an event is tried again until it can be taken
   */
  public record PubSub(String component, String topic, String deadLetters) {
    public PubSub {
      requireName("component", component);
      requireName("topic", topic);
      if (deadLetters.equals(topic)) {
        throw OptimaException.invalid(
            "topic %s cannot take its own dead letters: name another one", topic);
      }
    }
  }

  private static void requireName(String what, String name) {
    if (name.isBlank()) {
      throw OptimaException.invalid("the source of a stream has no %s: name it", what);
    }
  }
}
