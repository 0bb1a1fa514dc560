package io.optima.gateway;

import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.optima.dataset.store.LocalDatasets;
import io.optima.gateway.boot.DoorsConfiguration;
import io.optima.gateway.remote.NodesConfiguration;
import io.optima.model.dataset.Datasets;
import io.optima.model.stream.Secrets;
import io.optima.query.secure.Policy;
import io.optima.runtime.error.ErrorConfiguration;
import io.optima.runtime.fault.FaultConfiguration;
import io.optima.runtime.security.SecurityConfiguration;
import io.optima.runtime.store.StoreConfiguration;
import io.optima.runtime.telemetry.TelemetryConfiguration;
import io.optima.store.Store;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/**
 * The real doors on free ports over a real store and the real {@code libs/query}; only actors and
 * the services behind them are replaced. Principals: admin, ada and bob, whose tokens are their
 * names.
 */
public final class Doors implements AutoCloseable {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /** Entries by the name of their secret. */
  public static final Map<String, Map<String, String>> SECRETS = new ConcurrentHashMap<>();

  private final ConfigurableApplicationContext context;
  private final ManagedChannel channel;

  private Doors(ConfigurableApplicationContext context) {
    this.context = context;
    this.channel =
        NettyChannelBuilder.forAddress("127.0.0.1", grpcPort())
            .usePlaintext()
            .maxInboundMessageSize(64 << 20)
            .build();
  }

  public static Doors open(Path home) {
    writeTokens(home);
    SpringApplication application = new SpringApplication(Configuration.class);
    return new Doors(
        application.run(
            "--optima.home=" + home,
            "--spring.grpc.server.port=0",
            "--server.port=0",
            "--spring.application.name=optima-gateway"));
  }

  private static void writeTokens(Path home) {
    try {
      Files.writeString(
          home.resolve("tokens.json"),
          "{%s, %s, %s}"
              .formatted(token("admin", "\"admin\""), token("ada", ""), token("bob", "")));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String token(String name, String roles) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return "\"%s\": {\"principal\": \"%s\", \"roles\": [%s]}"
          .formatted(HexFormat.of().formatHex(digest), name, roles);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public int grpcPort() {
    return context.getBean(GrpcServerLifecycle.class).getPort();
  }

  public URI http() {
    return URI.create(
        "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port"));
  }

  /** A channel on which nobody in particular calls. */
  public ManagedChannel anonymous() {
    return channel;
  }

  /** A channel on which every call is this principal's. */
  public Channel as(String principal) {
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + principal);
    ClientInterceptor token = MetadataUtils.newAttachHeadersInterceptor(headers);
    return ClientInterceptors.intercept(channel, token);
  }

  public <T> T part(Class<T> type) {
    return context.getBean(type);
  }

  public <T> T part(String name, Class<T> type) {
    return context.getBean(name, type);
  }

  /** Recorded reads: principal, action, subject and detail, parted by spaces. */
  public java.util.List<String> audit() {
    return part(LogLineage.class).audited().stream()
        .map(
            record ->
                String.join(
                    " ", record.principal(), record.action(), record.subject(), record.detail()))
        .toList();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    context.close();
  }

  /** What stands behind the doors. */
  @SpringBootConfiguration
  @EnableAutoConfiguration
  @Import({
    TelemetryConfiguration.class,
    ErrorConfiguration.class,
    FaultConfiguration.class,
    SecurityConfiguration.class,
    StoreConfiguration.class,
    NodesConfiguration.class,
    DoorsConfiguration.class
  })
  static class Configuration {
    @Bean
    Datasets datasets(Store store, Clock clock) {
      return new LocalDatasets(store, clock);
    }

    @Bean
    LogLineage lineage(Store store, Policy policy) {
      return new LogLineage(store, policy);
    }

    @Bean
    LocalGroups consumerGroups(Store store) {
      return new LocalGroups(store);
    }

    @Bean
    MemoryNodes memoryNodes(Store store) {
      return new MemoryNodes(store);
    }

    @Bean
    Secrets secrets() {
      return secret -> SECRETS.getOrDefault(secret.name(), Map.of());
    }

    @Bean
    Transformations transformations() {
      return new MemoryTransformations();
    }

    @Bean
    Housekeeping housekeeping() {
      return new MemoryHousekeeping();
    }

    @Bean
    HealthIndicator storeHealthIndicator() {
      return () -> Health.up().build();
    }

    @Bean
    HealthIndicator sidecarHealthIndicator() {
      return () -> Health.up().build();
    }
  }
}
