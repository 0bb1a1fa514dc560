package io.optima.gateway.remote;

import io.optima.gateway.Housekeeping;
import io.optima.gateway.Lineage;
import io.optima.gateway.Transformations;
import io.optima.runtime.call.ServiceCaller;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The other services, asked through the sidecar. */
@Configuration(proxyBeanMethods = false)
public class RemoteConfiguration {
  @Bean
  Lineage remoteLineage(ServiceCaller caller) {
    return new DaprLineage(caller);
  }

  @Bean
  Transformations remoteTransformations(ServiceCaller caller) {
    return new DaprTransformations(caller);
  }

  @Bean
  Housekeeping remoteHousekeeping(ServiceCaller caller) {
    return new DaprHousekeeping(caller);
  }
}
