package io.optima.dataset.stream.boot;

import io.grpc.ServerInterceptor;
import io.micrometer.core.instrument.MeterRegistry;
import io.optima.dataset.LocalNode;
import io.optima.dataset.OwnedPartition;
import io.optima.dataset.actor.StreamPartitionActor;
import io.optima.dataset.actor.Streams;
import io.optima.dataset.store.StoredPartitionLog;
import io.optima.dataset.stream.StreamCatalog;
import io.optima.dataset.stream.StreamNode;
import io.optima.dataset.stream.Ticker;
import io.optima.dataset.stream.grpc.PartitionServer;
import io.optima.dataset.stream.grpc.StreamMeters;
import io.optima.dataset.stream.store.StoredObjects;
import io.optima.dataset.stream.store.StoredParts;
import io.optima.log.Journal;
import io.optima.log.JournalObjects;
import io.optima.log.file.LocalFiles;
import io.optima.model.Events;
import io.optima.model.OptimaException;
import io.optima.model.stream.NodeRef;
import io.optima.model.stream.Partitions;
import io.optima.runtime.actor.HostedActor;
import io.optima.runtime.event.EventPublisher;
import io.optima.runtime.security.NodeSecret;
import io.optima.runtime.thread.Threads;
import io.optima.store.Store;
import io.optima.store.StoreSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Streams: the actors of their partitions, and the node that holds them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StreamProperties.class)
public class StreamConfiguration {
  private static final ExecutorService TASKS = Threads.perTask("partition");

  @Bean
  JournalObjects journalObjects(Store store) {
    return new StoredObjects(store.objects());
  }

  @Bean
  Journal journal(
      StreamProperties properties,
      StoreSettings store,
      MeterRegistry meters,
      JournalObjects objects) {
    Path folder = properties.journal().folder();
    return Journal.open(
        TimedFiles.around(
            LocalFiles.open(folder == null ? store.home().resolve("journal") : folder), meters),
        properties.journal().settings(),
        objects);
  }

  @Bean
  PartitionServer partitionServer(
      StreamProperties properties,
      NodeSecret secret,
      @Qualifier("grpcTelemetry") ServerInterceptor telemetry,
      @Qualifier("grpcErrorMapping") ServerInterceptor errors) {
    StreamProperties.Stream stream = properties.stream();
    return new PartitionServer(
        stream.address(), stream.port(), List.of(telemetry, errors, secret.demanded()));
  }

  @Bean
  StoredParts storedParts(Store store, StreamProperties properties, StoreSettings settings) {
    return new StoredParts(store, properties.stream().duckDb(settings.home()));
  }

  @Bean
  NodeRef nodeRef(Journal journal, PartitionServer server, StreamProperties properties) {
    String address = Objects.requireNonNullElse(properties.stream().advertised(), server.address());
    return new NodeRef(journal.id(), UUID.randomUUID(), address);
  }

  @Bean
  LocalNode localNode(NodeRef self) {
    return () -> self;
  }

  @Bean(destroyMethod = "")
  StreamNode streamNode(
      Journal journal,
      NodeRef self,
      Partitions partitions,
      StreamCatalog streams,
      StoredParts parts,
      JournalObjects objects,
      StreamProperties properties,
      Clock clock,
      EventPublisher events) {
    return new StreamNode(
        journal,
        self,
        partitions,
        streams,
        parts,
        objects,
        properties.stream().node(),
        clock,
        Ticker.SYSTEM,
        TASKS,
        advance -> events.publish(Events.STREAM_TOPIC, advance));
  }

  @Bean
  HealthIndicator journalHealthIndicator(Journal journal) {
    return () -> {
      OptimaException fenced = journal.fenced().getNow(null);
      return fenced == null
          ? Health.up().build()
          : Health.down().withDetail("journal", fenced.text()).build();
    };
  }

  @Bean
  StreamMeters streamMeters(MeterRegistry meters, StreamNode node, Journal journal) {
    return new StreamMeters(meters, node, journal);
  }

  @Bean
  NodeLifecycle nodeLifecycle(
      StreamNode node,
      PartitionServer server,
      StreamMeters meters,
      @Qualifier("sidecarHealthIndicator") HealthIndicator sidecar,
      StreamProperties properties) {
    return new NodeLifecycle(
        node,
        server,
        meters,
        () -> Status.UP.equals(Objects.requireNonNull(sidecar.health(false)).getStatus()),
        properties.stream().handover(),
        properties.stream().announce());
  }

  @Bean
  HostedActor<StreamPartitionActor> streamPartitionActor(
      Store store, Streams streams, LocalNode node, StreamProperties properties, Clock clock) {
    return new HostedActor<>(
        StreamPartitionActor.class,
        (context, id) ->
            new StreamPartitionActor(
                context,
                id,
                partition ->
                    new OwnedPartition(
                        partition,
                        new StoredPartitionLog(store.partitions(), partition),
                        store.chunks()::exists,
                        properties.stream().lease(),
                        clock,
                        System::nanoTime),
                streams,
                node));
  }
}
