package io.optima.runtime.actor;

import io.dapr.exceptions.DaprException;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;

/** What the sidecar's own failures mean; those of actors come in their envelopes. */
final class SidecarFailures {
  private SidecarFailures() {}

  /**
   * UNAVAILABLE, which is tried again, unless trying again cannot help. It can whenever a sidecar
   * or a host is missing: daprd says UNAVAILABLE for that, FAILED_PRECONDITION while placement has
   * no address yet, and INTERNAL when the host went away during the call.
   */
  static OptimaException of(DaprException failure, String actor) {
    return switch (failure.getErrorCode()) {
      case "INVALID_ARGUMENT",
          "NOT_FOUND",
          "PERMISSION_DENIED",
          "UNAUTHENTICATED",
          "UNIMPLEMENTED",
          "OUT_OF_RANGE" ->
          new OptimaException(
              ErrorCode.INTERNAL, "the sidecar does not take the call of " + actor, failure);
      case "RESOURCE_EXHAUSTED" ->
          new OptimaException(
              ErrorCode.RESOURCE_EXHAUSTED, "the call of " + actor + " is too large", failure);
      default ->
          new OptimaException(
              ErrorCode.UNAVAILABLE, actor + " cannot be reached: try again later", failure);
    };
  }
}
