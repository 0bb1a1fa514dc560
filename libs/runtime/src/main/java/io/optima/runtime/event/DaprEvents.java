package io.optima.runtime.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.optima.model.Events;
import io.optima.runtime.call.Sidecar;
import io.optima.runtime.telemetry.Traces;
import io.optima.runtime.thread.Threads;
import io.optima.store.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends events through the sidecar, one after the other, behind the back of whoever publishes. */
final class DaprEvents implements EventPublisher, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DaprEvents.class);
  private static final int WAITING = 10_000;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final BlockingQueue<Event> waiting = new ArrayBlockingQueue<>(WAITING);
  private final ExecutorService sender = Threads.single("events");
  private final HttpClient http;
  private final Sidecar sidecar;
  private final Traces traces;
  private final Counter dropped;

  DaprEvents(HttpClient http, Sidecar sidecar, Traces traces, MeterRegistry meters) {
    this.http = http;
    this.sidecar = sidecar;
    this.traces = traces;
    this.dropped = meters.counter("optima.events.dropped");
    sender.execute(this::sendAll);
  }

  private record Event(String topic, Object body, String traceparent) {}

  @Override
  public void publish(String topic, Object event) {
    if (!waiting.offer(new Event(topic, event, traces.traceparent()))) {
      dropped.increment();
    }
  }

  private void sendAll() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        send(waiting.take());
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(Event event) throws InterruptedException {
    try {
      int status = http.send(request(event), BodyHandlers.discarding()).statusCode();
      if (status >= 300) {
        throw new IOException("status " + status);
      }
    } catch (IOException | RuntimeException e) {
      dropped.increment();
      log.warn("event on {} was not sent: {}", event.topic(), e.toString());
    }
  }

  private HttpRequest request(Event event) {
    HttpRequest.Builder request =
        sidecar
            .request("/v1.0/publish/" + Events.PUBSUB + "/" + event.topic(), PATIENCE)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofByteArray(Json.bytes(event.body())));
    if (!event.traceparent().isEmpty()) {
      request.header("traceparent", event.traceparent());
    }
    return request.build();
  }

  /** What waits is given a moment. */
  @Override
  public void close() {
    sender.shutdownNow();
    long deadline = System.nanoTime() + CLOSING.toNanos();
    try {
      for (Event next = waiting.poll();
          next != null && System.nanoTime() < deadline;
          next = waiting.poll()) {
        send(next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
