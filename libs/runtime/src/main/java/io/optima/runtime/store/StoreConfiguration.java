package io.optima.runtime.store;

import io.optima.runtime.fault.FaultProperties;
import io.optima.runtime.telemetry.Traces;
import io.optima.store.Store;
import io.optima.store.StoreSettings;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The store and the clock. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({StorageProperties.class, FaultProperties.class})
public class StoreConfiguration {
  @Bean
  StoreSettings storeSettings(StorageProperties properties, FaultProperties faults) {
    return properties.settings(faults.forStore());
  }

  @Bean
  Store store(StoreSettings settings, Traces traces) {
    return Store.open(settings, objects -> new TracedObjectStore(objects, traces));
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
