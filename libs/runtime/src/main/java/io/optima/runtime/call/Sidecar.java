package io.optima.runtime.call;

import io.dapr.config.Properties;
import java.net.URI;

/**
 * The sidecar beside this process, as Dapr's own environment variables tell.
 *
 * @param http address of its HTTP API
 * @param appToken what it shows when it calls this process; empty: nobody can be told from it, so
 *     nobody may call
 */
public record Sidecar(URI http, String appToken) {

  /** From {@code DAPR_HTTP_PORT} and {@code APP_API_TOKEN}. */
  public static Sidecar fromEnvironment(String appToken) {
    return new Sidecar(URI.create("http://127.0.0.1:" + Properties.HTTP_PORT.get()), appToken);
  }
}
