package io.optima.query.lineage;

/** How a column takes part, the stronger one first. */
enum Via {
  /** Copied. */
  IDENTITY,
  /** Computed from. */
  EXPRESSION,
  /** Decides which rows there are, or how they are grouped or ordered. */
  FILTER;

  Via stronger(Via other) {
    return compareTo(other) <= 0 ? this : other;
  }

  Via weaker(Via other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
