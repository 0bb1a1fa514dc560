package io.optima.client;

import io.grpc.Metadata;
import io.grpc.Status;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.util.concurrent.Callable;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightRuntimeException;
import org.jspecify.annotations.Nullable;

/** Turns the statuses of calls back into the errors that the server meant. */
final class Errors {
  private static final Metadata.Key<String> CODE =
      Metadata.Key.of("optima-error-code", Metadata.ASCII_STRING_MARSHALLER);

  private Errors() {}

  /** The result of a call, or its error as the caller should see it. */
  static <T> T mapped(Callable<T> call) {
    try {
      return call.call();
    } catch (Exception e) {
      throw of(e);
    }
  }

  static OptimaException of(Exception error) {
    return switch (error) {
      case OptimaException known -> known;
      case io.grpc.StatusRuntimeException e -> of(e.getStatus(), e.getTrailers(), e);
      case io.grpc.StatusException e -> of(e.getStatus(), e.getTrailers(), e);
      case FlightRuntimeException e -> of(e.status(), e);
      case InterruptedException e -> interrupted(e);
      default -> new OptimaException(ErrorCode.INTERNAL, String.valueOf(error), error);
    };
  }

  private static OptimaException interrupted(InterruptedException error) {
    Thread.currentThread().interrupt();
    return new OptimaException(ErrorCode.CANCELLED, "the call was interrupted", error);
  }

  private static OptimaException of(Status status, @Nullable Metadata trailers, Exception cause) {
    String code = trailers == null ? null : trailers.get(CODE);
    return new OptimaException(
        code == null ? code(status.getCode()) : named(code, status.getCode()),
        text(status.getCode(), status.getDescription()),
        cause);
  }

  private static OptimaException of(CallStatus status, Exception cause) {
    Status.Code code = grpc(status);
    String name = status.metadata() == null ? null : status.metadata().get(CODE.name());
    return new OptimaException(
        name == null ? code(code) : named(name, code), text(code, status.description()), cause);
  }

  private static String text(Status.Code code, @Nullable String description) {
    if (description == null) {
      return "the server answered " + code;
    }
    return code == Status.Code.UNAVAILABLE && description.startsWith("io exception")
        ? "Optima cannot be reached: is it running?"
        : description;
  }

  private static ErrorCode named(String name, Status.Code otherwise) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.name().equals(name)) {
        return code;
      }
    }
    return code(otherwise);
  }

  private static ErrorCode code(Status.Code code) {
    return switch (code) {
      case INVALID_ARGUMENT, OUT_OF_RANGE, UNIMPLEMENTED -> ErrorCode.INVALID_ARGUMENT;
      case FAILED_PRECONDITION -> ErrorCode.FAILED_PRECONDITION;
      case UNAUTHENTICATED -> ErrorCode.UNAUTHENTICATED;
      case PERMISSION_DENIED -> ErrorCode.PERMISSION_DENIED;
      case NOT_FOUND -> ErrorCode.NOT_FOUND;
      case ALREADY_EXISTS -> ErrorCode.ALREADY_EXISTS;
      case ABORTED -> ErrorCode.CONFLICT;
      case DATA_LOSS -> ErrorCode.CORRUPT;
      case RESOURCE_EXHAUSTED -> ErrorCode.RESOURCE_EXHAUSTED;
      case CANCELLED -> ErrorCode.CANCELLED;
      case UNAVAILABLE, DEADLINE_EXCEEDED -> ErrorCode.UNAVAILABLE;
      case OK, UNKNOWN, INTERNAL -> ErrorCode.INTERNAL;
    };
  }

  private static Status.Code grpc(CallStatus status) {
    return switch (status.code()) {
      case INVALID_ARGUMENT -> Status.Code.INVALID_ARGUMENT;
      case UNAUTHENTICATED -> Status.Code.UNAUTHENTICATED;
      case UNAUTHORIZED -> Status.Code.PERMISSION_DENIED;
      case NOT_FOUND -> Status.Code.NOT_FOUND;
      case ALREADY_EXISTS -> Status.Code.ALREADY_EXISTS;
      case RESOURCE_EXHAUSTED -> Status.Code.RESOURCE_EXHAUSTED;
      case CANCELLED -> Status.Code.CANCELLED;
      case UNAVAILABLE, TIMED_OUT -> Status.Code.UNAVAILABLE;
      case UNIMPLEMENTED -> Status.Code.UNIMPLEMENTED;
      case OK, UNKNOWN, INTERNAL -> Status.Code.INTERNAL;
    };
  }
}
