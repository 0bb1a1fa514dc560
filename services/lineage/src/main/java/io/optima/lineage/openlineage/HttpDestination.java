package io.optima.lineage.openlineage;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** An endpoint that takes events by POST, such as Marquez or another Optima. */
final class HttpDestination implements Destination {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http;
  private final URI url;
  private final String apiKey;

  HttpDestination(HttpClient http, URI url, String apiKey) {
    this.http = http;
    this.url = url;
    this.apiKey = apiKey;
  }

  @Override
  public String name() {
    return url.toString();
  }

  @Override
  public void send(String event) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(PATIENCE)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(event));
    if (!apiKey.isEmpty()) {
      request.header("authorization", "Bearer " + apiKey);
    }
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    if (isFinal(response.statusCode())) {
      throw new Refused("status " + response.statusCode() + ": " + response.body());
    }
    if (response.statusCode() >= 300) {
      throw new IOException("status " + response.statusCode());
    }
  }

  /** The event itself is at fault; a wrong key or address is mended by whoever runs this. */
  private static boolean isFinal(int status) {
    return status == 400 || status == 413 || status == 422;
  }
}
