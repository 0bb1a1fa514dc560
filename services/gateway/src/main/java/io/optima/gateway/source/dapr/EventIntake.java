package io.optima.gateway.source.dapr;

import io.dapr.v1.DaprAppCallbackProtos.TopicEventRequest;
import io.dapr.v1.DaprAppCallbackProtos.TopicEventResponse.TopicEventResponseStatus;
import io.optima.gateway.source.FedStream;
import io.optima.gateway.stream.PartitionNodes.Appended;
import io.optima.gateway.stream.Publications;
import io.optima.gateway.stream.SourceProgress;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores events, and says what the sidecar is to do with each. */
final class EventIntake {
  private static final Logger log = LoggerFactory.getLogger(EventIntake.class);

  /** Sidecars hand a refused event out again at once. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final FedStream stream;
  private final TopicEvents events;
  private final Publications publications;
  private final SourceProgress progress;

  EventIntake(
      FedStream stream, TopicEvents events, Publications publications, SourceProgress progress) {
    this.stream = stream;
    this.events = events;
    this.publications = publications;
    this.progress = progress;
  }

  /**
   * SUCCESS when the event is durable, be it since now or before.
   *
   * @throws OptimaException when no event can be stored
   */
  TopicEventResponseStatus take(TopicEventRequest event) throws InterruptedException {
    try {
      Appended place = publications.event(stream.caller(), stream.name(), events.record(event));
      if (place.repeated()) {
        progress.repeated();
      } else {
        progress.stored(1);
      }
      return TopicEventResponseStatus.SUCCESS;
    } catch (OptimaException e) {
      if (e.code() == ErrorCode.NOT_FOUND || e.code() == ErrorCode.PERMISSION_DENIED) {
        throw e;
      }
      return refused(event, e);
    }
  }

  private TopicEventResponseStatus refused(TopicEventRequest event, OptimaException why)
      throws InterruptedException {
    progress.refused(
        "event '%s' of '%s': %s".formatted(event.getId(), event.getSource(), why.text()));
    if (why.code() == ErrorCode.INVALID_ARGUMENT && events.hasDeadLetters()) {
      log.warn("{} cannot take event {}", stream.name(), event.getId(), why);
      return TopicEventResponseStatus.DROP;
    }
    Thread.sleep(PAUSE);
    return TopicEventResponseStatus.RETRY;
  }
}
