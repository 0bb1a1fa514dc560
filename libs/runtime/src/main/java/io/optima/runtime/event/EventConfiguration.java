package io.optima.runtime.event;

import io.micrometer.core.instrument.MeterRegistry;
import io.optima.runtime.call.Sidecar;
import io.optima.runtime.telemetry.Traces;
import java.net.http.HttpClient;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Sending and hearing events. */
@Configuration(proxyBeanMethods = false)
@Import(EventCallbacks.class)
public class EventConfiguration {
  @Bean
  public EventPublisher eventPublisher(
      HttpClient http, Sidecar sidecar, Traces traces, MeterRegistry meters) {
    return new DaprEvents(http, sidecar, traces, meters);
  }

  @Bean
  List<Subscription<?>> subscriptions(ObjectProvider<Subscription<?>> declared) {
    return List.copyOf(declared.orderedStream().toList());
  }
}
