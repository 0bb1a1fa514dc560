package io.optima.model.dataset;

/** How a dataset changes. */
public enum Kind {
  /** Each version is a snapshot. */
  IMMUTABLE,
  /** Append-only partitions. */
  STREAM
}
