package io.optima.runtime.call;

import java.net.URI;

/**
 * The sidecar beside this process, as Dapr's own environment variables tell.
 *
 * @param http address of its HTTP API
 * @param appToken what it shows when it calls this process; empty: nobody can be told from it, so
 *     nobody may call
 */
public record Sidecar(URI http, String appToken) {

  /** One on this machine. */
  static Sidecar local(int httpPort, String appToken) {
    return new Sidecar(URI.create("http://127.0.0.1:" + httpPort), appToken);
  }
}
