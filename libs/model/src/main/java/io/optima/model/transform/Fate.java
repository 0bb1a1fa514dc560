package io.optima.model.transform;

/** What becomes of a run's outputs: all are committed, or none. Decided once. */
public enum Fate {
  COMMIT,
  ABORT
}
