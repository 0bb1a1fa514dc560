package io.optima.gateway.boot;

import io.optima.gateway.AuditTrail;
import io.optima.gateway.remote.RemoteConfiguration;
import io.optima.model.Events;
import io.optima.runtime.RuntimeConfiguration;
import io.optima.runtime.event.EventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The gateway: the doors, and the other services behind them. */
@Configuration(proxyBeanMethods = false)
@Import({RuntimeConfiguration.class, RemoteConfiguration.class, DoorsConfiguration.class})
public class GatewayConfiguration {
  @Bean
  AuditTrail auditTrail(EventPublisher events) {
    return record -> events.publish(Events.AUDIT_TOPIC, new Events.Audited(record));
  }
}
