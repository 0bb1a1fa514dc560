package io.optima.client;

import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Services on a port of this machine, and the headers that calls brought. */
final class SmallServer implements AutoCloseable {
  private final List<Metadata> headers = new CopyOnWriteArrayList<>();
  private final Server server;

  SmallServer(BindableService... services) throws IOException {
    NettyServerBuilder builder = NettyServerBuilder.forPort(0).intercept(new Recorder());
    for (BindableService service : services) {
      builder.addService(service);
    }
    server = builder.build().start();
  }

  private final class Recorder implements ServerInterceptor {
    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
        ServerCall<A, B> call, Metadata received, ServerCallHandler<A, B> next) {
      headers.add(received);
      return next.startCall(call, received);
    }
  }

  OptimaClient client() {
    return OptimaClient.connect("localhost:" + server.getPort(), "secret");
  }

  @Nullable String header(String name) {
    return headers.getLast().get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
  }

  @Override
  public void close() throws InterruptedException {
    server.shutdownNow();
    server.awaitTermination(10, TimeUnit.SECONDS);
  }
}
