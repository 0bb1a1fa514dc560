package io.optima.testing.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** Publishes CloudEvents at a program's sidecar, again when that does not answer. */
final class SidecarPublisher implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final OptimaUnderTest optima;
  private final String program;
  private final String pubsub;

  SidecarPublisher(OptimaUnderTest optima, String program, String pubsub) {
    this.optima = optima;
    this.program = program;
    this.pubsub = pubsub;
  }

  /**
   * @param data JSON
   */
  void publish(String topic, String id, String key, String data) {
    String event =
        """
        {"specversion": "1.0", "id": "%s", "source": "/tests", "type": "test", "partitionkey": "%s",
         "time": "2026-01-01T00:00:00Z", "datacontenttype": "application/json", "data": %s}
        """
            .formatted(id, key, data);
    await().atMost(Duration.ofMinutes(2)).until(() -> isSent(topic, event));
  }

  private boolean isSent(String topic, String event) throws InterruptedException {
    Map<String, String> environment = optima.running().environment(program);
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:%s/v1.0/publish/%s/%s"
                        .formatted(environment.get("DAPR_HTTP_PORT"), pubsub, topic)))
            .timeout(Duration.ofSeconds(10))
            .header("content-type", "application/cloudevents+json")
            .header("dapr-api-token", Objects.requireNonNull(environment.get("DAPR_API_TOKEN")))
            .POST(BodyPublishers.ofString(event))
            .build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() < 300;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
