package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** gRPC health tells when Optima cannot do its work. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HealthIT {
  private OptimaUnderTest optima;
  private ManagedChannel channel;

  @BeforeAll
  void start() {
    optima = OptimaUnderTest.start();
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", optima.running().grpcPort())
            .usePlaintext()
            .build();
  }

  @AfterAll
  void stop() {
    channel.shutdownNow();
    optima.close();
  }

  @Test
  void healthFollowsTheSidecar() {
    becomes(ServingStatus.SERVING);
    optima.running().program("optima.daprd").kill();
    becomes(ServingStatus.NOT_SERVING);
    optima.running().restart("optima.daprd", Map.of());
    becomes(ServingStatus.SERVING);
  }

  @Test
  void healthFollowsTheStore() throws Exception {
    becomes(ServingStatus.SERVING);
    Path store = optima.home().resolve("store");
    Path lost = optima.home().resolve("lost");
    Files.move(store, lost);
    becomes(ServingStatus.NOT_SERVING);
    // what was asked meanwhile must not have made a second, empty store in its place
    assertThat(Files.exists(store.resolve("optima.json"))).isFalse();
    if (Files.exists(store)) {
      Files.move(store, optima.home().resolve("made-meanwhile"));
    }
    Files.move(lost, store);
    becomes(ServingStatus.SERVING);
    Publishing.csv(optima.client(), "health/back", "a\n1\n");
  }

  private void becomes(ServingStatus status) {
    await().atMost(Duration.ofSeconds(60)).until(() -> current() == status);
  }

  private ServingStatus current() {
    return HealthGrpc.newBlockingStub(channel)
        .check(HealthCheckRequest.getDefaultInstance())
        .getStatus();
  }
}
