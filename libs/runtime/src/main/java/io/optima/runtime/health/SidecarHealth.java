package io.optima.runtime.health;

import io.optima.runtime.call.Sidecar;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up while the sidecar says of itself that it is healthy. */
final class SidecarHealth implements HealthIndicator {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final HttpClient http;
  private final HttpRequest request;

  SidecarHealth(HttpClient http, Sidecar sidecar) {
    this.http = http;
    // "outbound": without asking back whether this process is healthy
    this.request = sidecar.request("/v1.0/healthz/outbound", PATIENCE).build();
  }

  @Override
  public Health health() {
    try {
      int status = http.send(request, BodyHandlers.discarding()).statusCode();
      return status < 300
          ? Health.up().build()
          : Health.down().withDetail("status", status).build();
    } catch (IOException e) {
      return Health.down().withDetail("sidecar", request.uri().toString()).build();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Health.unknown().build();
    }
  }
}
