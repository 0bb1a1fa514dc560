package io.optima.gateway.remote;

import io.grpc.ManagedChannelBuilder;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.netty.NettyChannelBuilder;
import io.optima.model.stream.NodeRef;
import io.optima.model.stream.Partitions;
import io.optima.runtime.security.NodeSecret;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The nodes that hold partitions, called without a detour; within one process, without the network.
 */
@Configuration(proxyBeanMethods = false)
public class NodesConfiguration {
  /** A batch of a publisher, and what is said about it. */
  private static final int LARGEST_MESSAGE_BYTES = 64 << 20;

  /**
   * A node that is paused keeps its connections; calls that go there must not wait for its return.
   */
  private static final long ALIVE_SECONDS = 10;

  /**
   * @param own the node of this process, if it has one
   */
  @Bean
  GrpcPartitionNodes partitionNodes(
      Partitions partitions, NodeSecret secret, ObjectProvider<NodeRef> own) {
    return new GrpcPartitionNodes(
        partitions,
        address ->
            channel(address, own.getIfAvailable())
                .intercept(secret.shown())
                .maxInboundMessageSize(LARGEST_MESSAGE_BYTES)
                .keepAliveTime(ALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(ALIVE_SECONDS / 2, TimeUnit.SECONDS)
                .keepAliveWithoutCalls(true)
                .build());
  }

  private static ManagedChannelBuilder<?> channel(String address, @Nullable NodeRef own) {
    return own != null && own.address().equals(address)
        ? InProcessChannelBuilder.forName(own.session().toString())
        : NettyChannelBuilder.forTarget(address).usePlaintext();
  }
}
