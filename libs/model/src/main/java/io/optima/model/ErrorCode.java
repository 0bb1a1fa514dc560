package io.optima.model;

/** What went wrong; every door has one fixed status for each. */
public enum ErrorCode {
  /** The request can never succeed as it is. */
  INVALID_ARGUMENT(Blame.CALLER),
  /** The data does not match its schema, or a schema its predecessor. */
  FAILED_PRECONDITION(Blame.CALLER),
  UNAUTHENTICATED(Blame.CALLER),
  PERMISSION_DENIED(Blame.CALLER),
  NOT_FOUND(Blame.RESOURCE),
  ALREADY_EXISTS(Blame.RESOURCE),
  /** Somebody else was first; the same request on the new state may succeed. */
  CONFLICT(Blame.RESOURCE),
  /** Stored bytes are not what their digest says. */
  CORRUPT(Blame.RESOURCE),
  RESOURCE_EXHAUSTED(Blame.RESOURCE),
  CANCELLED(Blame.CALLER),
  /** A part of Optima or a server below it cannot be reached; try again later. */
  UNAVAILABLE(Blame.INTERNAL),
  INTERNAL(Blame.INTERNAL);

  /** Who can do something about it. */
  public enum Blame {
    CALLER,
    RESOURCE,
    INTERNAL
  }

  private final Blame blame;

  ErrorCode(Blame blame) {
    this.blame = blame;
  }

  public Blame blame() {
    return blame;
  }
}
