package io.optima.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;

/** Sends the token and the trace context with every call. */
final class Headers implements ClientInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION = key("authorization");

  private final String authorization;

  Headers(String token) {
    this.authorization = "Bearer " + token;
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  @Override
  public <A, B> ClientCall<A, B> interceptCall(
      MethodDescriptor<A, B> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<B> listener, Metadata headers) {
        headers.put(AUTHORIZATION, authorization);
        W3CTraceContextPropagator.getInstance().inject(Context.current(), headers, Headers::set);
        super.start(listener, headers);
      }
    };
  }

  private static void set(
      @org.jspecify.annotations.Nullable Metadata headers, String name, String value) {
    if (headers != null) {
      headers.put(key(name), value);
    }
  }
}
