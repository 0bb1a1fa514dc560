package io.optima.gateway.source.dapr;

import io.grpc.Channel;
import io.optima.gateway.source.FedStream;
import io.optima.gateway.source.Feed;
import io.optima.gateway.stream.Publications;
import io.optima.gateway.stream.PublishSession;
import io.optima.gateway.stream.SourceProgress;
import io.optima.model.stream.StreamSource;
import io.optima.model.stream.StreamSource.PubSub;
import io.optima.query.protobuf.RowMessages;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Topics of Dapr, subscribed to at the sidecar for as long as a stream is fed. Events come at least
 * once; their ids make that once.
 */
public final class TopicFeed implements Feed {
  private final Channel sidecar;
  private final Publications publications;

  /**
   * @param sidecar on which every call is accepted
   */
  public TopicFeed(Channel sidecar, Publications publications) {
    this.sidecar = sidecar;
    this.publications = publications;
  }

  @Override
  public boolean takes(StreamSource source) {
    return source.pubSub() != null;
  }

  @Override
  public void run(FedStream stream, SourceProgress progress) throws InterruptedException {
    PubSub topic = Objects.requireNonNull(stream.source().pubSub());
    TopicEvents events = new TopicEvents(topic, rows(stream));
    try (TopicSubscription subscription =
        TopicSubscription.open(
            sidecar, topic, new EventIntake(stream, events, publications, progress), progress)) {
      subscription.await();
    }
  }

  private @Nullable RowMessages rows(FedStream stream) {
    try (PublishSession session = publications.session(stream.caller(), stream.name())) {
      return session.rows();
    }
  }
}
