package io.optima.gateway.source.boot;

import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.optima.gateway.Lineage;
import io.optima.gateway.kafka.KafkaFeed;
import io.optima.gateway.kafka.TopicSealer;
import io.optima.gateway.postgres.PostgresFeed;
import io.optima.gateway.source.Feed;
import io.optima.gateway.source.SourceWatch;
import io.optima.gateway.source.Sources;
import io.optima.gateway.source.dapr.TopicFeed;
import io.optima.gateway.stream.Publications;
import io.optima.gateway.stream.SourceAppends;
import io.optima.gateway.stream.SourceProgress;
import io.optima.model.DatasetName;
import io.optima.model.stream.Secrets;
import io.optima.runtime.call.Sidecar;
import io.optima.runtime.security.SidecarToken;
import io.optima.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sources, and what they are fed from. */
@Configuration(proxyBeanMethods = false)
public class SourceConfiguration {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** Sidecars take bodies of 4 MiB, unless told otherwise. */
  private static final int LARGEST_EVENT_BYTES = 64 << 20;

  /** The sidecar's own API; its callers of actors and publishers use HTTP. */
  @Bean(destroyMethod = "shutdownNow")
  ManagedChannel sidecarChannel(@Value("${DAPR_GRPC_PORT:50001}") int port, Sidecar sidecar) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port)
        .usePlaintext()
        .intercept(token(sidecar))
        .maxInboundMessageSize(LARGEST_EVENT_BYTES)
        .build();
  }

  private static ClientInterceptor token(Sidecar sidecar) {
    Metadata shown = new Metadata();
    if (!sidecar.apiToken().isEmpty()) {
      shown.put(
          Metadata.Key.of(SidecarToken.HEADER, Metadata.ASCII_STRING_MARSHALLER),
          sidecar.apiToken());
    }
    return MetadataUtils.newAttachHeadersInterceptor(shown);
  }

  @Bean
  Feed topicFeed(Channel sidecarChannel, Publications publications) {
    return new TopicFeed(sidecarChannel, publications);
  }

  @Bean
  Feed kafkaFeed(Secrets secrets, SourceAppends appends) {
    return new KafkaFeed(secrets, appends);
  }

  @Bean
  Feed postgresFeed(Secrets secrets, SourceAppends appends, Store store) {
    return new PostgresFeed(secrets, appends, store.sourceSnapshots());
  }

  @Bean
  Sources sources(Store store, List<Feed> feeds, MeterRegistry meters) {
    Sources sources = new Sources(store.datasets(), feeds, FIRST_PAUSE, LONGEST_PAUSE);
    Gauge.builder("optima.source.active", sources, Sources::active)
        .description("Sources that answer, of those that this gateway feeds streams from")
        .register(meters);
    counter(meters, sources, "stored", "Records stored from sources", SourceProgress.State::stored);
    counter(
        meters,
        sources,
        "repeated",
        "Events that had been stored before",
        SourceProgress.State::repeated);
    counter(
        meters, sources, "failures", "Times that a source failed", SourceProgress.State::failures);
    return sources;
  }

  private static void counter(
      MeterRegistry meters,
      Sources sources,
      String what,
      String description,
      ToLongFunction<SourceProgress.State> count) {
    FunctionCounter.builder(
            "optima.source." + what, sources, each -> count.applyAsLong(each.total()))
        .description(description)
        .register(meters);
  }

  @Bean
  SourceLifecycle sourceLifecycle(
      Store store, Lineage lineage, Sources sources, TopicSealer sealer) {
    Consumer<DatasetName> look =
        name -> {
          sources.look(name);
          sealer.look(name);
        };
    return new SourceLifecycle(new SourceWatch(store.datasets(), lineage::changes, look), sources);
  }
}
