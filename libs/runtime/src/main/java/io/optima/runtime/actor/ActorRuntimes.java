package io.optima.runtime.actor;

import io.dapr.actors.runtime.ActorRuntime;
import io.dapr.config.Properties;
import io.dapr.utils.NetworkUtils;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.optima.runtime.security.SidecarToken;
import java.lang.reflect.Constructor;

/**
 * Makes the SDK's actor runtime with a channel that shows the API token. The SDK (1.16.1) does that
 * for its clients but not for the runtime, and has no public way to give it a channel; a version
 * without this constructor stops the start.
 */
final class ActorRuntimes {
  private ActorRuntimes() {}

  static ActorRuntime create(String apiToken) {
    try {
      Constructor<ActorRuntime> runtime =
          ActorRuntime.class.getDeclaredConstructor(ManagedChannel.class);
      runtime.setAccessible(true);
      return runtime.newInstance(
          NetworkUtils.buildGrpcManagedChannel(new Properties(), new ShowToken(apiToken)));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this version of the Dapr SDK is not known", e);
    }
  }

  private record ShowToken(String token) implements ClientInterceptor {
    private static final Metadata.Key<String> HEADER =
        Metadata.Key.of(SidecarToken.HEADER, Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      ClientCall<Q, A> call = next.newCall(method, options);
      return token.isEmpty()
          ? call
          : new SimpleForwardingClientCall<>(call) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
              headers.put(HEADER, token);
              super.start(listener, headers);
            }
          };
    }
  }
}
