package io.optima.runtime.call;

import io.opentelemetry.api.trace.SpanKind;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.runtime.security.SidecarToken;
import io.optima.runtime.telemetry.Traces;
import io.optima.store.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Asks another service by Dapr service invocation: a value there, a value back, both JSON. Only for
 * questions that may be asked twice: what finds nobody is tried again by the retry policy. The
 * paths begin with {@code /internal/} and are open to sidecars alone.
 */
public final class ServiceCaller {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http;
  private final Sidecar sidecar;
  private final Apps apps;
  private final RetryPolicy retries;
  private final Traces traces;

  public ServiceCaller(
      HttpClient http, Sidecar sidecar, Apps apps, RetryPolicy retries, Traces traces) {
    this.http = http;
    this.sidecar = sidecar;
    this.apps = apps;
    this.retries = retries;
    this.traces = traces;
  }

  /**
   * Asks and waits, at most a minute.
   *
   * @param service gateway, dataset, transform or lineage
   * @throws OptimaException what the service threw; UNAVAILABLE when it cannot be reached
   */
  public <T> T call(String service, String path, Object question, Class<T> answer) {
    return call(service, path, question, answer, PATIENCE);
  }

  /**
   * Asks for something that takes its time.
   *
   * @param patience how long to wait for the answer
   */
  public <T> T call(
      String service, String path, Object question, Class<T> answer, Duration patience) {
    return traces.span(
        "call " + path,
        "",
        SpanKind.CLIENT,
        Map.of("optima.service", service),
        () -> {
          HttpRequest request = request(apps.of(service), path, Json.bytes(question), patience);
          return retries.call(() -> Json.read(send(service, request), answer));
        });
  }

  private HttpRequest request(Apps.App app, String path, byte[] question, Duration patience) {
    HttpRequest.Builder request =
        to(app, path, patience)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofByteArray(question));
    if (!traces.traceparent().isEmpty()) {
      request.header("traceparent", traces.traceparent());
    }
    return request.build();
  }

  private HttpRequest.Builder to(Apps.App app, String path, Duration patience) {
    return app.address() == null
        ? sidecar.request(path, patience).header("dapr-app-id", app.id())
        : HttpRequest.newBuilder(app.address().resolve(path))
            .timeout(patience)
            .header(SidecarToken.HEADER, sidecar.appToken());
  }

  private byte[] send(String service, HttpRequest request) {
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() == 200) {
        return response.body();
      }
      throw failure(service, response);
    } catch (IOException e) {
      throw unavailable(service, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OptimaException(ErrorCode.CANCELLED, "the call was cancelled", e);
    }
  }

  /** Optima's own problems carry their code; whatever else came, came from the way there. */
  private static OptimaException failure(String service, HttpResponse<byte[]> response) {
    try {
      JsonNode problem = Json.mapper().readTree(response.body());
      ErrorCode code = ErrorCode.valueOf(problem.path("code").asString(""));
      return new OptimaException(code, problem.path("detail").asString(code.name()));
    } catch (JacksonException | IllegalArgumentException notOurs) {
      return unavailable(
          service,
          new IOException("status " + response.statusCode() + " from the way to " + service));
    }
  }

  private static OptimaException unavailable(String service, @Nullable Exception cause) {
    return new OptimaException(
        ErrorCode.UNAVAILABLE, "service " + service + " cannot be reached: try again later", cause);
  }
}
