package io.optima.gateway.wire;

import io.optima.gateway.stream.SourceProgress;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Datasets.ChangeStream.NewSource;
import io.optima.model.stream.StreamSource;
import io.optima.model.stream.StreamSource.PubSub;
import io.optima.v1.PubSubSource;
import io.optima.v1.SourcePosition;
import io.optima.v1.SourceState;
import io.optima.v1.SourceState.Activity;
import java.util.TreeMap;

/** Sources of streams between the model and protobuf. */
public final class SourceProtos {
  private SourceProtos() {}

  static StreamSource source(io.optima.v1.StreamSource source) {
    return switch (source.getFromCase()) {
      case PUB_SUB -> StreamSource.of(pubSub(source.getPubSub()));
      case KAFKA -> StreamSource.of(KafkaProtos.topic(source.getKafka()));
      case POSTGRES -> StreamSource.of(PostgresProtos.table(source.getPostgres()));
      case FROM_NOT_SET ->
          throw OptimaException.invalid(
              "the source of a stream says nothing: name a topic or a table");
    };
  }

  static NewSource change(io.optima.v1.StreamSource source) {
    boolean none = source.getFromCase() == io.optima.v1.StreamSource.FromCase.FROM_NOT_SET;
    return new NewSource(none ? null : source(source));
  }

  private static PubSub pubSub(PubSubSource source) {
    return new PubSub(source.getComponent(), source.getTopic(), source.getDeadLetters());
  }

  public static io.optima.v1.StreamSource source(StreamSource source) {
    io.optima.v1.StreamSource.Builder built = io.optima.v1.StreamSource.newBuilder();
    PubSub topic = source.pubSub();
    if (topic != null) {
      built.setPubSub(
          PubSubSource.newBuilder()
              .setComponent(topic.component())
              .setTopic(topic.topic())
              .setDeadLetters(topic.deadLetters()));
    }
    if (source.kafka() != null) {
      built.setKafka(KafkaProtos.topic(source.kafka()));
    }
    if (source.postgres() != null) {
      built.setPostgres(PostgresProtos.table(source.postgres()));
    }
    return built.build();
  }

  static SourceState state(SourceProgress.State state) {
    SourceState.Builder built =
        SourceState.newBuilder()
            .setActivity(state.running() ? Activity.ACTIVITY_RUNNING : Activity.ACTIVITY_WAITING)
            .setProblem(state.problem())
            .setStored(state.stored())
            .setRepeated(state.repeated());
    new TreeMap<>(state.positions())
        .forEach((partition, at) -> built.addPositions(position(partition, at)));
    return built.build();
  }

  private static SourcePosition position(int partition, SourceProgress.Position at) {
    SourcePosition.Builder built =
        SourcePosition.newBuilder().setPartition(partition).setPosition(at.position());
    if (at.lag() != null) {
      built.setLag(at.lag());
    }
    return built.build();
  }
}
