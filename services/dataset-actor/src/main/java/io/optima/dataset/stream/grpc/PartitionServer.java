package io.optima.dataset.stream.grpc;

import io.grpc.HandlerRegistry;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerInterceptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.optima.dataset.stream.StreamNode;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.runtime.thread.Threads;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The port at which other services reach the partitions that this process holds. */
public final class PartitionServer implements AutoCloseable {
  private static final ExecutorService CALLS = Threads.perTask("partition-call");

  /** A batch has to fit in a segment of the journal. */
  private static final int LARGEST_MESSAGE_BYTES = 64 << 20;

  /** Bytes of one call on the way to the node, before its own window counts. */
  private static final int FLOW_WINDOW_BYTES = 2 << 20;

  private final Served served = new Served();
  private final Server server;
  private final String host;
  private final List<ServerInterceptor> interceptors;
  private @Nullable Server within;

  /**
   * Takes the port, where nothing is served yet.
   *
   * @param port 0 takes a free one
   * @param interceptors the outermost first
   */
  public PartitionServer(String host, int port, List<ServerInterceptor> interceptors) {
    this.host = host;
    this.interceptors = interceptors;
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(host, port))
            .maxInboundMessageSize(LARGEST_MESSAGE_BYTES)
            .flowControlWindow(FLOW_WINDOW_BYTES)
            .keepAliveTime(30, TimeUnit.SECONDS)
            .keepAliveTimeout(20, TimeUnit.SECONDS)
            .permitKeepAliveTime(5, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true);
    this.server = start(builder, address(host, port));
  }

  /** Nothing until there is a node. */
  private static final class Served extends HandlerRegistry {
    private volatile @Nullable ServerServiceDefinition service;

    @Override
    public @Nullable ServerMethodDefinition<?, ?> lookupMethod(
        String method, @Nullable String authority) {
      ServerServiceDefinition known = service;
      return known == null ? null : known.getMethod(method);
    }
  }

  private Server start(ServerBuilder<?> builder, String place) {
    builder.executor(CALLS).fallbackHandlerRegistry(served);
    // the last that is added is the first that is called
    interceptors.reversed().forEach(builder::intercept);
    try {
      return builder.build().start();
    } catch (IOException e) {
      throw new OptimaException(ErrorCode.UNAVAILABLE, "cannot listen at " + place, e);
    }
  }

  public int port() {
    return server.getPort();
  }

  /** {@code host:port}. */
  public String address() {
    return address(host, port());
  }

  private static String address(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /**
   * From here on calls are answered; those of this process can come over an in-process channel
   * named as the node's session, which copies and encodes nothing.
   */
  public void serve(StreamNode node, StreamMeters meters) {
    served.service = new PartitionGrpc(node, meters).bindService();
    String name = node.self().session().toString();
    within = start(InProcessServerBuilder.forName(name), name);
  }

  /** Gives calls that run a moment to end. */
  @Override
  public void close() {
    List<Server> all = within == null ? List.of(server) : List.of(server, within);
    all.forEach(Server::shutdown);
    try {
      for (Server each : all) {
        each.awaitTermination(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(Server::shutdownNow);
  }
}
