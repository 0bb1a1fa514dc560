package io.optima.gateway.boot;

import io.micrometer.core.instrument.MeterRegistry;
import io.optima.gateway.AuditTrail;
import io.optima.gateway.Caller;
import io.optima.gateway.Callers;
import io.optima.gateway.Catalog;
import io.optima.gateway.Discovery;
import io.optima.gateway.Downloads;
import io.optima.gateway.Housekeeping;
import io.optima.gateway.Lineage;
import io.optima.gateway.Operations;
import io.optima.gateway.Proofs;
import io.optima.gateway.Publishing;
import io.optima.gateway.Queries;
import io.optima.gateway.Reads;
import io.optima.gateway.RecentChanges;
import io.optima.gateway.Runs;
import io.optima.gateway.Tickets;
import io.optima.gateway.Transformations;
import io.optima.gateway.Watching;
import io.optima.gateway.flight.FlightConfiguration;
import io.optima.gateway.grpc.GrpcConfiguration;
import io.optima.gateway.http.HttpConfiguration;
import io.optima.gateway.kafka.KafkaTopics;
import io.optima.gateway.kafka.TopicHistory;
import io.optima.gateway.kafka.TopicSealer;
import io.optima.gateway.postgres.TableSchemas;
import io.optima.gateway.stream.Backends;
import io.optima.gateway.stream.ChunkHistory;
import io.optima.gateway.stream.GroupLags;
import io.optima.gateway.stream.Groups;
import io.optima.gateway.stream.NodeBackend;
import io.optima.gateway.stream.NodeTails;
import io.optima.gateway.stream.PartitionNodes;
import io.optima.gateway.stream.Publications;
import io.optima.gateway.stream.SealedHistory;
import io.optima.gateway.stream.SourceAppends;
import io.optima.gateway.stream.SourceProgress;
import io.optima.gateway.stream.StreamAccess;
import io.optima.gateway.stream.Streams;
import io.optima.gateway.stream.Subscriptions;
import io.optima.model.dataset.Datasets;
import io.optima.model.stream.ConsumerGroups;
import io.optima.model.stream.Secrets;
import io.optima.query.export.Exporter;
import io.optima.query.publish.Publisher;
import io.optima.query.publish.Verifier;
import io.optima.query.secure.Policy;
import io.optima.query.secure.Relations;
import io.optima.query.sql.SqlEngine;
import io.optima.query.stream.Compaction;
import io.optima.query.stream.SealedRecords;
import io.optima.query.stream.Sealing;
import io.optima.query.stream.Tails;
import io.optima.runtime.query.QueryConfiguration;
import io.optima.runtime.store.StorageProperties;
import io.optima.runtime.telemetry.Traces;
import io.optima.store.Store;
import java.time.Clock;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The domain and its doors; what stands behind them comes from elsewhere. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GatewayProperties.class)
@Import({
  QueryConfiguration.class,
  GrpcConfiguration.class,
  FlightConfiguration.class,
  HttpConfiguration.class
})
public class DoorsConfiguration {
  @Bean
  Callers callers(Traces traces) {
    return () -> new Caller(io.optima.runtime.security.Caller.current(), traces.traceparent());
  }

  @Bean
  Tickets doorTickets(GatewayProperties properties, StorageProperties storage, Clock clock) {
    return new Tickets(
        TicketSecret.of(properties.ticketSecret(), storage.home()),
        properties.ticketLifetime(),
        clock);
  }

  @Bean
  RecentChanges recentChanges() {
    return new RecentChanges(50_000);
  }

  @Bean
  Catalog doorCatalog(
      Datasets datasets, Store store, Policy policy, Relations relations, RecentChanges recent) {
    return new Catalog(datasets, store.datasets(), policy, relations, recent);
  }

  @Bean
  Discovery doorDiscovery(Lineage lineage, RecentChanges recent) {
    return new Discovery(lineage, recent);
  }

  @Bean
  Watching doorWatching(Catalog catalog, Discovery discovery, Store store) {
    return new Watching(catalog, discovery, store.datasets());
  }

  @Bean
  Runs doorRuns(Transformations transformations) {
    return new Runs(transformations);
  }

  @Bean
  Operations doorOperations(Housekeeping housekeeping) {
    return new Operations(housekeeping);
  }

  @Bean
  Reads doorReads(Relations relations, AuditTrail audit, Clock clock) {
    return new Reads(relations, audit, clock);
  }

  @Bean
  Queries doorQueries(SqlEngine engine, Reads reads) {
    return new Queries(engine, reads);
  }

  @Bean
  Publishing doorPublishing(
      Publisher publisher, Relations relations, Store store, RecentChanges recent) {
    return new Publishing(publisher, relations, store.datasets(), recent);
  }

  @Bean
  KafkaTopics kafkaTopics(
      Secrets secrets,
      Store store,
      SealedRecords records,
      Sealing sealing,
      Compaction compaction,
      Clock clock) {
    SealedHistory chunks = new ChunkHistory(store.partitions(), records);
    return new KafkaTopics(secrets, new TopicHistory(store, chunks, sealing, compaction, clock));
  }

  @Bean
  TopicSealer topicSealer(Store store, KafkaTopics topics, Clock clock) {
    return new TopicSealer(store.datasets(), topics, clock);
  }

  @Bean
  Backends streamBackends(
      PartitionNodes nodes,
      SealedHistory history,
      Store store,
      ConsumerGroups groups,
      KafkaTopics topics) {
    return new Backends(
        new NodeBackend(nodes, history, store.partitions(), groups, store.groups()), topics);
  }

  @Bean
  StreamAccess streamAccess(Relations relations, Backends backends, Datasets datasets) {
    return new StreamAccess(relations, backends, datasets);
  }

  /** What makes streams tables up to their last record. */
  @Bean
  Tails nodeTails(Store store, PartitionNodes nodes, Backends backends) {
    return new NodeTails(store.partitions(), nodes, backends);
  }

  @Bean
  Streams doorStreams(
      Datasets datasets,
      StreamAccess access,
      Backends backends,
      RecentChanges recent,
      ObjectProvider<SourceProgress.Known> sources,
      Secrets secrets) {
    return new Streams(
        datasets,
        access,
        backends,
        recent,
        sources.getIfAvailable(() -> stream -> Optional.empty()),
        new TableSchemas(secrets));
  }

  @Bean
  Publications doorPublications(StreamAccess access) {
    return new Publications(access);
  }

  @Bean
  SourceAppends sourceAppends(StreamAccess access, PartitionNodes nodes) {
    return new SourceAppends(access, nodes);
  }

  @Bean
  Subscriptions doorSubscriptions(StreamAccess access, Reads reads) {
    return new Subscriptions(access, reads);
  }

  @Bean
  GroupLags groupLags() {
    return new GroupLags();
  }

  @Bean(initMethod = "start")
  LagMeter lagMeter(GroupLags lags, MeterRegistry meters) {
    return new LagMeter(lags, meters);
  }

  @Bean
  Groups doorGroups(StreamAccess access, Reads reads, Streams streams, GroupLags lags) {
    return new Groups(access, reads, streams, lags);
  }

  @Bean
  Downloads doorDownloads(Reads reads, Exporter exporter) {
    return new Downloads(reads, exporter);
  }

  @Bean
  Proofs doorProofs(Reads reads, Store store, Verifier verifier) {
    return new Proofs(reads, store, verifier);
  }
}
