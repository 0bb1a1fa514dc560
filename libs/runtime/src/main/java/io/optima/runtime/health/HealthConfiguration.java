package io.optima.runtime.health;

import io.optima.runtime.call.Sidecar;
import io.optima.store.Store;
import java.net.http.HttpClient;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The parts of health; the gRPC health service and the actuator both show them. */
@Configuration(proxyBeanMethods = false)
public class HealthConfiguration {
  @Bean
  HealthIndicator sidecarHealthIndicator(HttpClient http, Sidecar sidecar) {
    return new SidecarHealth(http, sidecar);
  }

  @Bean
  HealthIndicator storeHealthIndicator(Store store) {
    return new StoreHealth(store);
  }
}
