package io.optima.runtime.secret;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.SecretRef;
import io.optima.model.stream.Secrets;
import io.optima.runtime.call.Sidecar;
import io.optima.store.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Secret stores of Dapr, asked through the sidecar. */
final class DaprSecrets implements Secrets {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http;
  private final Sidecar sidecar;

  DaprSecrets(HttpClient http, Sidecar sidecar) {
    this.http = http;
    this.sidecar = sidecar;
  }

  @Override
  public Map<String, String> read(SecretRef secret) {
    try {
      HttpResponse<byte[]> answer = http.send(request(secret), BodyHandlers.ofByteArray());
      if (answer.statusCode() == 200) {
        return entries(answer.body());
      }
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "secret %s cannot be read, Dapr answers %d: is there a secret store of that name among"
              + " the components, with that secret?",
          secret,
          answer.statusCode());
    } catch (IOException e) {
      throw new OptimaException(
          ErrorCode.UNAVAILABLE, "the sidecar cannot be asked for secrets: try again later", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OptimaException(ErrorCode.CANCELLED, "the call was cancelled", e);
    }
  }

  private HttpRequest request(SecretRef secret) {
    String name = URLEncoder.encode(secret.name(), StandardCharsets.UTF_8).replace("+", "%20");
    return sidecar.request("/v1.0/secrets/" + secret.store() + "/" + name, PATIENCE).build();
  }

  private static Map<String, String> entries(byte[] json) {
    Map<String, String> entries = new TreeMap<>();
    Json.mapper()
        .readTree(json)
        .properties()
        .forEach(entry -> entries.put(entry.getKey(), entry.getValue().asString()));
    return entries;
  }
}
