package io.optima.runtime;

import io.optima.runtime.actor.ActorConfiguration;
import io.optima.runtime.call.CallConfiguration;
import io.optima.runtime.error.ErrorConfiguration;
import io.optima.runtime.event.EventConfiguration;
import io.optima.runtime.fault.FaultConfiguration;
import io.optima.runtime.health.HealthConfiguration;
import io.optima.runtime.secret.SecretConfiguration;
import io.optima.runtime.security.SecurityConfiguration;
import io.optima.runtime.store.StoreConfiguration;
import io.optima.runtime.telemetry.TelemetryConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything that each service needs; imported by the configuration of every service. */
@Configuration(proxyBeanMethods = false)
@Import({
  TelemetryConfiguration.class,
  ErrorConfiguration.class,
  FaultConfiguration.class,
  SecurityConfiguration.class,
  StoreConfiguration.class,
  CallConfiguration.class,
  SecretConfiguration.class,
  ActorConfiguration.class,
  EventConfiguration.class,
  HealthConfiguration.class
})
public class RuntimeConfiguration {}
