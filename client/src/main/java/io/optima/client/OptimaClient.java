package io.optima.client;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.v1.DatasetServiceGrpc;
import io.optima.v1.LineageServiceGrpc;
import io.optima.v1.OperationsServiceGrpc;
import io.optima.v1.TransformationServiceGrpc;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one Optima. All methods of all clients block, are safe to be called by several
 * threads at once, and throw {@link OptimaException} with the code the server gave. An
 * OpenTelemetry span that is current travels with every call.
 *
 * <p>Arrow wants a JVM started with {@code --add-opens=java.base/java.nio=ALL-UNNAMED} and, from
 * JDK 24 on, {@code --sun-misc-unsafe-memory-access=allow}; without them {@link #rows} fails.
 */
public final class OptimaClient implements AutoCloseable {
  private static final int DEFAULT_PORT = 8815;
  private static final int LARGEST_MESSAGE = 64 << 20;

  private final ManagedChannel channel;
  private final Runnable endThread;
  private @Nullable Rows rows;

  private OptimaClient(ManagedChannel channel, Runnable endThread) {
    this.channel = channel;
    this.endThread = endThread;
  }

  /**
   * Connects when the first call is made.
   *
   * @param address {@code host}, {@code host:port}, or {@code grpcs://host:port} for TLS; the port
   *     is 8815 by default
   * @param token sent with every call
   */
  public static OptimaClient connect(String address, String token) {
    URI uri = uri(address);
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(
            uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
    if (!uri.getScheme().equals("grpcs")) {
      builder.usePlaintext();
    }
    EventLoopGroup thread = thread();
    ManagedChannel channel =
        builder
            .eventLoopGroup(thread)
            .channelType(NioSocketChannel.class)
            .maxInboundMessageSize(LARGEST_MESSAGE)
            .intercept(new Headers(token))
            .build();
    return new OptimaClient(channel, () -> end(thread));
  }

  /**
   * Loads what a call needs, on another thread, while the caller still finds out whom to call: a
   * short program waits for its classes more than for the server.
   *
   * @param rows whether rows will be read, too
   */
  public static void prepare(boolean rows) {
    Thread.ofPlatform().daemon().name("optima-prepare").start(() -> load(rows));
  }

  private static void load(boolean rows) {
    try (OptimaClient client = connect("localhost", "")) {
      if (rows) {
        client.rows().load();
      }
    }
  }

  /**
   * One that ends with this client. gRPC's own live a second longer, waiting for the network, and a
   * JVM that exits waits up to 0.3 s for threads that do.
   */
  private static EventLoopGroup thread() {
    return new MultiThreadIoEventLoopGroup(
        1, new DefaultThreadFactory("optima-client", true), NioIoHandler.newFactory());
  }

  private static void end(EventLoopGroup thread) {
    thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
  }

  static OptimaClient over(io.grpc.ManagedChannelBuilder<?> builder) {
    return new OptimaClient(builder.build(), () -> {});
  }

  private static URI uri(String address) {
    String text = address.contains("://") ? address : "grpc://" + address;
    try {
      URI uri = URI.create(text);
      String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
      if (uri.getHost() != null && (scheme.equals("grpc") || scheme.equals("grpcs"))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // answered below
    }
    throw OptimaException.invalid(
        "address '%s' is not of the form host:port or grpcs://host:port", Shown.of(address));
  }

  /** Datasets and their versions: everything but rows. */
  public DatasetClient datasets() {
    return new DatasetClient(
        DatasetServiceGrpc.newBlockingStub(channel), DatasetServiceGrpc.newBlockingV2Stub(channel));
  }

  /** Streams and their records. */
  public StreamClient streams() {
    return new StreamClient(channel);
  }

  public TransformationClient transformations() {
    return new TransformationClient(
        TransformationServiceGrpc.newBlockingStub(channel),
        TransformationServiceGrpc.newBlockingV2Stub(channel));
  }

  public LineageClient lineage() {
    return new LineageClient(LineageServiceGrpc.newBlockingStub(channel));
  }

  public OperationsClient operations() {
    return new OperationsClient(
        OperationsServiceGrpc.newBlockingStub(channel),
        OperationsServiceGrpc.newBlockingV2Stub(channel));
  }

  /** Rows as Arrow: of versions, verified or not, and of SQL. */
  public synchronized Rows rows() {
    if (rows == null) {
      rows = new Rows(channel, datasets());
    }
    return rows;
  }

  @Override
  public synchronized void close() {
    if (rows != null) {
      rows.close();
    }
    channel.shutdown();
    try {
      if (!channel.awaitTermination(5, TimeUnit.SECONDS)) {
        channel.shutdownNow();
      }
    } catch (InterruptedException e) {
      channel.shutdownNow();
      Thread.currentThread().interrupt();
    } finally {
      endThread.run();
    }
  }
}
