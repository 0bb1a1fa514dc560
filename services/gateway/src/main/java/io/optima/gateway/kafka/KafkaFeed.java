package io.optima.gateway.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.optima.gateway.source.FedStream;
import io.optima.gateway.source.Feed;
import io.optima.gateway.stream.SourceAppends;
import io.optima.gateway.stream.SourceProgress;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.KafkaTopic;
import io.optima.model.stream.Secrets;
import io.optima.model.stream.StreamSource;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * Topics of Kafka as sources: records of partition n go to partition n of the stream. Processes
 * that feed one stream share the partitions as members of a consumer group do; its offsets are not
 * used, since each partition of the stream says how far it is.
 */
public final class KafkaFeed implements Feed {
  private final Secrets secrets;
  private final SourceAppends appends;

  public KafkaFeed(Secrets secrets, SourceAppends appends) {
    this.secrets = secrets;
    this.appends = appends;
  }

  @Override
  public boolean takes(StreamSource source) {
    return source.kafka() != null;
  }

  @Override
  public void run(FedStream stream, SourceProgress progress) {
    KafkaTopic topic = Objects.requireNonNull(stream.source().kafka());
    try (KafkaClients clients = new KafkaClients(topic, secrets)) {
      UUID source = source(stream, clients);
      progress.runs();
      try (TopicCopy copy = new TopicCopy(stream, source, clients, appends, progress)) {
        copy.run();
      }
    }
  }

  /**
   * A topic that is deleted and created again is another one, and so is that of another cluster.
   */
  private static UUID source(FedStream stream, KafkaClients clients) {
    TopicDescription topic = clients.describe();
    requireRoom(stream, clients.topic(), topic.partitions().size());
    String identity =
        String.join(" ", "kafka", clients.cluster(), topic.name(), topic.topicId().toString());
    return UUID.nameUUIDFromBytes((stream.id() + " " + identity).getBytes(UTF_8));
  }

  static void requireRoom(FedStream stream, KafkaTopic topic, int partitions) {
    if (partitions > stream.partitions()) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "topic %s has %d partitions and %s has %d: give it as many",
          topic,
          partitions,
          stream.name(),
          stream.partitions());
    }
  }
}
