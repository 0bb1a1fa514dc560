package io.optima.runtime.call;

import io.optima.runtime.security.SidecarToken;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;

/**
 * The sidecar beside this process, as Dapr's own environment variables tell.
 *
 * @param http address of its HTTP API
 * @param apiToken what it wants to be shown; empty: nothing
 * @param appToken what it shows when it calls this process
 */
public record Sidecar(URI http, String apiToken, String appToken) {
  /** One on this machine. */
  static Sidecar local(int httpPort, String apiToken, String appToken) {
    return new Sidecar(URI.create("http://127.0.0.1:" + httpPort), apiToken, appToken);
  }

  /** A request to its HTTP API that it will accept. */
  public HttpRequest.Builder request(String path, Duration patience) {
    HttpRequest.Builder request = HttpRequest.newBuilder(http.resolve(path)).timeout(patience);
    return apiToken.isEmpty() ? request : request.header(SidecarToken.HEADER, apiToken);
  }

  @Override
  public String toString() {
    return "Sidecar[" + http + "]";
  }
}
