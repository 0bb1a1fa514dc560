package io.optima.runtime.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.optima.model.Events;
import io.optima.runtime.call.Sidecar;
import io.optima.runtime.telemetry.Traces;
import io.optima.store.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events through the sidecar behind the back of whoever publishes, one message of a topic
 * after the other; what has gathered meanwhile goes together in the next.
 */
final class DaprEvents implements EventPublisher, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DaprEvents.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final ConcurrentHashMap<String, Outbox> outboxes = new ConcurrentHashMap<>();
  private final HttpClient http;
  private final Sidecar sidecar;
  private final Traces traces;
  private final Counter dropped;

  DaprEvents(HttpClient http, Sidecar sidecar, Traces traces, MeterRegistry meters) {
    this.http = http;
    this.sidecar = sidecar;
    this.traces = traces;
    this.dropped = meters.counter("optima.events.dropped");
  }

  @Override
  public void publish(String topic, Object event) {
    Outbox outbox =
        outboxes.computeIfAbsent(topic, _ -> new Outbox(topic, message -> send(topic, message)));
    if (!outbox.offer(event, traces.traceparent())) {
      dropped.increment();
    }
  }

  private void send(String topic, Message message) throws InterruptedException {
    try {
      int status = http.send(request(topic, message), BodyHandlers.discarding()).statusCode();
      if (status >= 300) {
        throw new IOException("status " + status);
      }
    } catch (IOException | RuntimeException e) {
      dropped.increment(message.events().size());
      log.warn("{} events on {} were not sent: {}", message.events().size(), topic, e.toString());
    }
  }

  private HttpRequest request(String topic, Message message) {
    HttpRequest.Builder request =
        sidecar
            .request("/v1.0/publish/" + Events.PUBSUB + "/" + topic, PATIENCE)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofByteArray(Json.bytes(message)));
    String traceparent = message.events().getFirst().traceparent();
    if (!traceparent.isEmpty()) {
      request.header("traceparent", traceparent);
    }
    return request.build();
  }

  /** What waits is given a moment. */
  @Override
  public void close() {
    long deadline = System.nanoTime() + CLOSING.toNanos();
    outboxes.values().forEach(outbox -> outbox.close(deadline));
  }
}
