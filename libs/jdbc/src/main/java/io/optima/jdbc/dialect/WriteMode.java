package io.optima.jdbc.dialect;

/** What becomes of the rows that a table has when others are written into it. */
public enum WriteMode {
  /** All rows are replaced, at once. */
  SNAPSHOT,
  /** Rows with the same key are replaced, others stay. */
  UPSERT,
  /** All stay. */
  APPEND
}
