package io.optima.gateway.boot;

import io.optima.gateway.AuditTrail;
import io.optima.gateway.remote.NodesConfiguration;
import io.optima.gateway.remote.RemoteConfiguration;
import io.optima.gateway.source.boot.SourceConfiguration;
import io.optima.gateway.stream.ChunkHistory;
import io.optima.gateway.stream.SealedHistory;
import io.optima.model.Events;
import io.optima.query.stream.SealedRecords;
import io.optima.runtime.RuntimeConfiguration;
import io.optima.runtime.event.EventPublisher;
import io.optima.store.Store;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The gateway: the doors, and the other services behind them. */
@Configuration(proxyBeanMethods = false)
@Import({
  RuntimeConfiguration.class,
  RemoteConfiguration.class,
  NodesConfiguration.class,
  DoorsConfiguration.class,
  SourceConfiguration.class
})
public class GatewayConfiguration {
  @Bean
  AuditTrail auditTrail(EventPublisher events) {
    return record -> events.publish(Events.AUDIT_TOPIC, new Events.Audited(record));
  }

  @Bean
  SealedHistory sealedHistory(Store store, SealedRecords records) {
    return new ChunkHistory(store.partitions(), records);
  }
}
