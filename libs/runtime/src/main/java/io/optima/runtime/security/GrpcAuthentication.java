package io.optima.runtime.security;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.optima.model.OptimaException;
import io.optima.runtime.error.GrpcErrors;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls with a known token pass, in the name of their principal. Health, and which services
 * there are, is open to all.
 */
final class GrpcAuthentication implements ServerInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Set<String> OPEN =
      Set.of(
          "grpc.health.v1.Health",
          "grpc.reflection.v1.ServerReflection",
          "grpc.reflection.v1alpha.ServerReflection");

  private final TokenAuthenticator tokens;

  GrpcAuthentication(TokenAuthenticator tokens) {
    this.tokens = tokens;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (OPEN.contains(
        Objects.requireNonNullElse(call.getMethodDescriptor().getServiceName(), ""))) {
      return next.startCall(call, headers);
    }
    String authorization = headers.get(AUTHORIZATION);
    try {
      Context known = Caller.with(tokens.authenticate(authorization));
      return Contexts.interceptCall(known, answering(call, authorization), headers, next);
    } catch (OptimaException refused) {
      call.close(GrpcErrors.status(refused), GrpcErrors.trailers(refused));
      return new ServerCall.Listener<>() {};
    }
  }

  /** Flight clients that begin with {@code Basic} go on with the bearer header of the answer. */
  private static <Q, A> ServerCall<Q, A> answering(
      ServerCall<Q, A> call, @Nullable String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, "basic", 0, 5)) {
      return call;
    }
    String bearer = "Bearer " + TokenAuthenticator.token(authorization);
    return new SimpleForwardingServerCall<>(call) {
      private boolean sent;

      @Override
      public void sendHeaders(Metadata answer) {
        sent = true;
        answer.put(AUTHORIZATION, bearer);
        super.sendHeaders(answer);
      }

      // a handshake has no messages, and then no headers but these
      @Override
      public void close(Status status, Metadata trailers) {
        if (!sent) {
          trailers.put(AUTHORIZATION, bearer);
        }
        super.close(status, trailers);
      }
    };
  }
}
