package io.optima.cli.stream;

import io.optima.cli.output.Screen;
import io.optima.v1.KafkaTopic;
import io.optima.v1.PostgresTable;
import io.optima.v1.PubSubSource;
import io.optima.v1.StreamSettings;
import io.optima.v1.StreamSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a stream is fed from, or is. */
final class FromSource {
  @Option(
      names = "--from-pubsub",
      paramLabel = "<component/topic>",
      description =
          "Feed the stream from a topic of a Dapr pub/sub component at the gateway's sidecar.")
  private @Nullable String pubSub;

  @Option(
      names = "--from-kafka",
      description =
          "Feed the stream from the topic of --kafka and --topic; partition n of it goes to"
              + " partition n of the stream.")
  private boolean fromKafka;

  @Mixin private KafkaFlags kafka = new KafkaFlags();

  @Mixin private PostgresFlags postgres = new PostgresFlags();

  @Option(
      names = "--dead-letters",
      paramLabel = "<topic>",
      description =
          "With --from-pubsub: a topic of the same component for events that the stream cannot"
              + " take; default: such an event is tried again and again.")
  private String deadLetters = "";

  /** The source that is named; empty when none is. */
  Optional<StreamSource> source(Screen screen) {
    Optional<PostgresTable> table = postgres.table(screen);
    if (Stream.of(fromKafka, pubSub != null, table.isPresent()).filter(named -> named).count()
        > 1) {
      throw screen.usage("a stream has one source: name one --from-...");
    }
    if (table.isPresent()) {
      return table.map(each -> StreamSource.newBuilder().setPostgres(each).build());
    }
    if (fromKafka) {
      KafkaTopic topic =
          kafka
              .topic(screen)
              .orElseThrow(() -> screen.usage("--from-kafka needs --kafka and --topic"));
      return Optional.of(StreamSource.newBuilder().setKafka(topic).build());
    }
    if (pubSub != null) {
      return Optional.of(StreamSource.newBuilder().setPubSub(topic(pubSub, screen)).build());
    }
    if (!deadLetters.isEmpty()) {
      throw screen.usage("--dead-letters needs --from-pubsub");
    }
    return Optional.empty();
  }

  /** A topic that is the stream, not one that feeds it; empty when none is named. */
  Optional<KafkaTopic> backend(Screen screen) {
    return fromKafka ? Optional.empty() : kafka.topic(screen);
  }

  private PubSubSource topic(String text, Screen screen) {
    int slash = text.indexOf('/');
    if (slash < 1 || slash == text.length() - 1) {
      throw screen.usage("--from-pubsub: '" + text + "' is not of the form component/topic");
    }
    return PubSubSource.newBuilder()
        .setComponent(text.substring(0, slash))
        .setTopic(text.substring(slash + 1))
        .setDeadLetters(deadLetters)
        .build();
  }

  /** {@code , fed from topic orders of events}; empty without a source. */
  static String text(StreamSettings settings) {
    return switch (settings.getSource().getFromCase()) {
      case PUB_SUB ->
          ", fed from topic %s of %s"
              .formatted(
                  settings.getSource().getPubSub().getTopic(),
                  settings.getSource().getPubSub().getComponent());
      case KAFKA ->
          ", fed from topic %s at %s"
              .formatted(
                  settings.getSource().getKafka().getTopic(),
                  settings.getSource().getKafka().getBootstrapServers());
      case POSTGRES ->
          ", fed from table %s of %s at %s"
              .formatted(
                  settings.getSource().getPostgres().getTable(),
                  settings.getSource().getPostgres().getDatabase(),
                  settings.getSource().getPostgres().getServer());
      case FROM_NOT_SET -> "";
    };
  }
}
