package io.optima.runtime.event;

import io.opentelemetry.api.trace.SpanKind;
import io.optima.model.Events;
import io.optima.model.OptimaException;
import io.optima.runtime.telemetry.Traces;
import io.optima.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** What the sidecar asks of a subscriber: which topics it wants, and then each message. */
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
  ResponseEntity<Void> message(@PathVariable String topic, @RequestBody byte[] cloudEvent) {
    try {
      JsonNode message = Json.mapper().readTree(cloudEvent);
      List<JsonNode> events = message.path("data").path("events").valueStream().toList();
      if (events.isEmpty()) {
        log.warn("a message on {} has no events and is dropped", topic);
        return ResponseEntity.notFound().build();
      }
      traces.spans(
          "event " + topic,
          parents(message, events),
          SpanKind.CONSUMER,
          Map.of("messaging.message.id", message.path("id").asString("")),
          () -> deliver(topic, events));
      return ResponseEntity.ok().build();
    } catch (JacksonException e) {
      log.warn("a message on {} is not what it should be and is dropped", topic, e);
      return ResponseEntity.notFound().build();
    } catch (OptimaException e) {
      log.warn("events on {} were not handled", topic, e);
      return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).build();
    }
  }

  /** The message itself went on in the trace of its first event. */
  private static List<String> parents(JsonNode message, List<JsonNode> events) {
    List<String> parents = new ArrayList<>();
    parents.add(message.path("traceparent").asString(""));
    events.stream()
        .skip(1)
        .map(event -> event.path("traceparent").asString(""))
        .forEach(parents::add);
    return parents;
  }

  private boolean deliver(String topic, List<JsonNode> events) {
    subscriptions.stream()
        .filter(subscription -> subscription.topic().equals(topic))
        .forEach(subscription -> deliver(subscription, events));
    return true;
  }

  private static <T> void deliver(Subscription<T> subscription, List<JsonNode> events) {
    List<T> read =
        events.stream()
            .map(event -> read(subscription, event.path("body")))
            .flatMap(Optional::stream)
            .toList();
    if (!read.isEmpty()) {
      subscription.handler().accept(read);
    }
  }

  private static <T> Optional<T> read(Subscription<T> subscription, JsonNode body) {
    try {
      return Optional.ofNullable(Json.mapper().treeToValue(body, subscription.type()));
    } catch (JacksonException e) {
      log.warn("an event on {} is not what it should be and is dropped", subscription.topic(), e);
      return Optional.empty();
    }
  }
}
