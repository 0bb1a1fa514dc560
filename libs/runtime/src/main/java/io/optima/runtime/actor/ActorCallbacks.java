package io.optima.runtime.actor;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** What the sidecar calls, as Dapr's actor API for HTTP says. */
@RestController
final class ActorCallbacks {
  private final ActorHost host;

  ActorCallbacks(ActorHost host) {
    this.host = host;
  }

  @GetMapping(path = "/dapr/config", produces = MediaType.APPLICATION_JSON_VALUE)
  byte[] config() {
    return host.config();
  }

  /** The sidecar may ask whether it should send anything here. */
  @GetMapping("/healthz")
  void healthz() {}

  @PutMapping(
      path = "/actors/{type}/{id}/method/{method}",
      produces = MediaType.APPLICATION_JSON_VALUE)
  byte[] invoke(
      @PathVariable String type,
      @PathVariable String id,
      @PathVariable String method,
      @RequestHeader(name = "traceparent", defaultValue = "") String traceparent,
      @RequestBody(required = false) byte @Nullable [] request) {
    return host.invoke(type, id, method, request, traceparent);
  }

  @PutMapping("/actors/{type}/{id}/method/remind/{reminder}")
  void remind(
      @PathVariable String type,
      @PathVariable String id,
      @PathVariable String reminder,
      @RequestBody byte[] parameters) {
    host.remind(type, id, reminder, parameters);
  }

  @DeleteMapping("/actors/{type}/{id}")
  void deactivate(@PathVariable String type, @PathVariable String id) {
    host.deactivate(type, id);
  }
}
