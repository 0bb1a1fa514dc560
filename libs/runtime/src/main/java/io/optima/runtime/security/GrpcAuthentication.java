package io.optima.runtime.security;

import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.optima.model.OptimaException;
import io.optima.runtime.error.GrpcErrors;

/** Lets calls with a known token pass, in the name of their principal; health is open to all. */
final class GrpcAuthentication implements ServerInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String HEALTH = "grpc.health.v1.Health";

  private final TokenAuthenticator tokens;

  GrpcAuthentication(TokenAuthenticator tokens) {
    this.tokens = tokens;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (HEALTH.equals(call.getMethodDescriptor().getServiceName())) {
      return next.startCall(call, headers);
    }
    try {
      return Contexts.interceptCall(
          Caller.with(tokens.authenticate(headers.get(AUTHORIZATION))), call, headers, next);
    } catch (OptimaException refused) {
      call.close(GrpcErrors.status(refused), GrpcErrors.trailers(refused));
      return new ServerCall.Listener<>() {};
    }
  }
}
