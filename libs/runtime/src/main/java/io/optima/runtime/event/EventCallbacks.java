package io.optima.runtime.event;

import io.opentelemetry.api.trace.SpanKind;
import io.optima.model.Events;
import io.optima.model.OptimaException;
import io.optima.runtime.telemetry.Traces;
import io.optima.store.Json;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What the sidecar asks of a subscriber: which topics it wants, and then each event. */
@RestController
final class EventCallbacks {
  private static final Logger log = LoggerFactory.getLogger(EventCallbacks.class);

  private final List<Subscription<?>> subscriptions;
  private final Traces traces;

  EventCallbacks(List<Subscription<?>> subscriptions, Traces traces) {
    this.subscriptions = subscriptions;
    this.traces = traces;
  }

  @GetMapping("/dapr/subscribe")
  List<Map<String, String>> subscriptions() {
    return subscriptions.stream()
        .map(Subscription::topic)
        .distinct()
        .map(
            topic ->
                Map.of("pubsubname", Events.PUBSUB, "topic", topic, "route", "/events/" + topic))
        .toList();
  }

  /** 200: done; 404: not to be sent again; anything else: again. */
  @PostMapping("/events/{topic}")
  ResponseEntity<Void> event(@PathVariable String topic, @RequestBody byte[] cloudEvent) {
    try {
      JsonNode event = Json.mapper().readTree(cloudEvent);
      traces.span(
          "event " + topic,
          event.path("traceparent").asString(""),
          SpanKind.CONSUMER,
          Map.of("messaging.message.id", event.path("id").asString("")),
          () -> deliver(topic, event.path("data")));
      return ResponseEntity.ok().build();
    } catch (JacksonException e) {
      log.warn("event on {} is not what it should be and is dropped", topic, e);
      return ResponseEntity.notFound().build();
    } catch (OptimaException e) {
      log.warn("event on {} was not handled", topic, e);
      return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).build();
    }
  }

  private boolean deliver(String topic, JsonNode data) {
    subscriptions.stream()
        .filter(subscription -> subscription.topic().equals(topic))
        .forEach(subscription -> deliver(subscription, data));
    return true;
  }

  private static <T> void deliver(Subscription<T> subscription, JsonNode data) {
    subscription.handler().accept(Json.mapper().treeToValue(data, subscription.type()));
  }
}
