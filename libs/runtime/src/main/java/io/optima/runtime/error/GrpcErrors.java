package io.optima.runtime.error;

import io.grpc.Metadata;
import io.grpc.Status;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;

/** Errors as gRPC statuses; the exact code is in the trailer {@code optima-error-code}. */
public final class GrpcErrors {
  public static final Metadata.Key<String> CODE =
      Metadata.Key.of("optima-error-code", Metadata.ASCII_STRING_MARSHALLER);

  private GrpcErrors() {}

  public static Status status(OptimaException error) {
    return status(error.code()).withDescription(error.text());
  }

  public static Metadata trailers(OptimaException error) {
    Metadata trailers = new Metadata();
    trailers.put(CODE, error.code().name());
    return trailers;
  }

  private static Status status(ErrorCode code) {
    return switch (code) {
      case INVALID_ARGUMENT -> Status.INVALID_ARGUMENT;
      case FAILED_PRECONDITION -> Status.FAILED_PRECONDITION;
      case UNAUTHENTICATED -> Status.UNAUTHENTICATED;
      case PERMISSION_DENIED -> Status.PERMISSION_DENIED;
      case NOT_FOUND -> Status.NOT_FOUND;
      case ALREADY_EXISTS -> Status.ALREADY_EXISTS;
      case CONFLICT -> Status.ABORTED;
      case CORRUPT -> Status.DATA_LOSS;
      case RESOURCE_EXHAUSTED -> Status.RESOURCE_EXHAUSTED;
      case CANCELLED -> Status.CANCELLED;
      case UNAVAILABLE -> Status.UNAVAILABLE;
      case INTERNAL -> Status.INTERNAL;
    };
  }
}
