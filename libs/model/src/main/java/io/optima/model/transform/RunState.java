package io.optima.model.transform;

/** Where a run stands. */
public enum RunState {
  QUEUED,
  RUNNING,
  /** Starts no more steps until somebody has it go on. */
  PAUSED,
  SUCCEEDED,
  FAILED,
  CANCELLED;

  public boolean isTerminal() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }
}
