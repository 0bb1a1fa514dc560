package io.optima.model.dataset;

/** What a publish does with the latest version. */
public enum Mode {
  /** The new version is exactly what is published. */
  REPLACE,
  /** The new version is the latest one with these rows or bytes behind it. */
  APPEND
}
