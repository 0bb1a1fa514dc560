package io.optima.gateway.remote;

import io.grpc.Metadata;
import io.grpc.Status;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.runtime.error.GrpcErrors;
import org.jspecify.annotations.Nullable;

/** What nodes mean with the statuses of their calls. */
final class NodeErrors {
  private NodeErrors() {}

  static OptimaException of(Throwable error) {
    return switch (error) {
      case OptimaException known -> known;
      case io.grpc.StatusRuntimeException e -> of(e.getStatus(), e.getTrailers(), e);
      case io.grpc.StatusException e -> of(e.getStatus(), e.getTrailers(), e);
      case InterruptedException e -> {
        Thread.currentThread().interrupt();
        yield new OptimaException(ErrorCode.CANCELLED, "the call was cancelled", e);
      }
      default -> new OptimaException(ErrorCode.INTERNAL, String.valueOf(error), error);
    };
  }

  private static OptimaException of(Status status, @Nullable Metadata trailers, Throwable cause) {
    String code = trailers == null ? null : trailers.get(GrpcErrors.CODE);
    if (code != null) {
      return new OptimaException(code(code), String.valueOf(status.getDescription()), cause);
    }
    boolean away =
        status.getCode() == Status.Code.UNAVAILABLE || status.getCode() == Status.Code.CANCELLED;
    return away
        ? new OptimaException(
            ErrorCode.UNAVAILABLE,
            "the node that holds the partition does not answer: try again later",
            cause)
        : new OptimaException(ErrorCode.INTERNAL, "a node answered " + status.getCode(), cause);
  }

  static ErrorCode code(String name) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.name().equals(name)) {
        return code;
      }
    }
    return ErrorCode.INTERNAL;
  }
}
