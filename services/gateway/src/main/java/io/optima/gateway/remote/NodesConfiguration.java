package io.optima.gateway.remote;

import io.grpc.netty.NettyChannelBuilder;
import io.optima.model.stream.Partitions;
import io.optima.runtime.security.NodeSecret;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The nodes that hold partitions, called without a detour. */
@Configuration(proxyBeanMethods = false)
public class NodesConfiguration {
  /** A batch of a publisher, and what is said about it. */
  private static final int LARGEST_MESSAGE_BYTES = 64 << 20;

  @Bean
  GrpcPartitionNodes partitionNodes(Partitions partitions, NodeSecret secret) {
    return new GrpcPartitionNodes(
        partitions,
        address ->
            NettyChannelBuilder.forTarget(address)
                .usePlaintext()
                .intercept(secret.shown())
                .maxInboundMessageSize(LARGEST_MESSAGE_BYTES)
                .build());
  }
}
