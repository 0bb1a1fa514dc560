package io.optima.model.dataset;

/** What a version's content is made of. */
public enum ContentKind {
  /** Rows with a schema, kept as Parquet chunks. */
  TABLE,
  /** Text kept byte for byte. */
  TEXT,
  /** Bytes kept as they came. */
  BINARY;

  public boolean isTable() {
    return this == TABLE;
  }
}
