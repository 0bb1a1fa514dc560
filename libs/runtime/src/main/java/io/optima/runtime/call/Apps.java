package io.optima.runtime.call;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the services are.
 *
 * @param apps service (gateway, dataset, transform, lineage) → how it is reached
 */
@ConfigurationProperties("optima")
public record Apps(@DefaultValue Map<String, App> apps) {
  public Apps {
    apps = Map.copyOf(apps);
  }

  /**
   * How a service is reached.
   *
   * @param id its Dapr app id
   * @param address its HTTP address when the sidecar cannot find it by name, for example because
   *     multicast is blocked; null: ask the sidecar
   */
  public record App(String id, @Nullable URI address) {}

  App of(String service) {
    App app = apps.get(service);
    if (app == null) {
      throw new IllegalArgumentException("optima.apps." + service + ".id is not set");
    }
    return app;
  }
}
