package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** gRPC health tells when Optima cannot do its work. */
class HealthIT {
  @Test
  void healthFollowsTheSidecar() {
    try (OptimaUnderTest optima = OptimaUnderTest.start()) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", optima.running().grpcPort())
              .usePlaintext()
              .build();
      try {
        assertThat(status(channel)).isEqualTo(ServingStatus.SERVING);
        optima.running().program("optima.daprd").kill();
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> status(channel) == ServingStatus.NOT_SERVING);
        optima.running().restart("optima.daprd", Map.of());
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> status(channel) == ServingStatus.SERVING);
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private static ServingStatus status(ManagedChannel channel) {
    return HealthGrpc.newBlockingStub(channel)
        .check(HealthCheckRequest.getDefaultInstance())
        .getStatus();
  }
}
