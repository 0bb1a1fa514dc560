package io.optima.model.transform;

/** Where a step of a run stands. */
public enum StepState {
  /** Needs others that have not finished. */
  WAITING,
  /** Could start now, or when its pause is over. */
  READY,
  RUNNING,
  SUCCEEDED,
  /** Has the result of an earlier run. */
  REUSED,
  FAILED,
  /** Never started, because what it needs failed. */
  SKIPPED,
  CANCELLED;

  public boolean isDone() {
    return this == SUCCEEDED || this == REUSED;
  }

  public boolean isTerminal() {
    return isDone() || this == FAILED || this == SKIPPED || this == CANCELLED;
  }
}
