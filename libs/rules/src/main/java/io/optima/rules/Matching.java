package io.optima.rules;

/** How many rules of a group fire for a row. */
public enum Matching {
  /** The first in order whose condition holds. */
  FIRST,
  /** Each whose condition holds. */
  ALL
}
