package io.optima.runtime.security;

import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.stub.MetadataUtils;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.runtime.error.GrpcErrors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What services of one Optima show each other where partitions of streams are held. Who calls there
 * speaks for any principal, so without a secret nobody may.
 *
 * @param secret the same for all services
 */
@ConfigurationProperties("optima.stream")
public record NodeSecret(@DefaultValue("") String secret) {
  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("optima-node-secret", Metadata.ASCII_STRING_MARSHALLER);

  /** Shows it with every call. */
  public ClientInterceptor shown() {
    Metadata headers = new Metadata();
    headers.put(HEADER, secret);
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  /** Refuses every call that does not show it with UNAUTHENTICATED. */
  public ServerInterceptor demanded() {
    return new Guard(this);
  }

  private record Guard(NodeSecret expected) implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      if (SidecarToken.isShown(expected.secret(), headers.get(HEADER))) {
        return next.startCall(call, headers);
      }
      OptimaException refused =
          new OptimaException(
              ErrorCode.UNAUTHENTICATED,
              expected.secret().isEmpty()
                  ? "set optima.stream.secret, the same for all services"
                  : "only services of this Optima may call this");
      call.close(GrpcErrors.status(refused), GrpcErrors.trailers(refused));
      return new ServerCall.Listener<>() {};
    }
  }

  @Override
  public String toString() {
    return "NodeSecret[…]";
  }
}
