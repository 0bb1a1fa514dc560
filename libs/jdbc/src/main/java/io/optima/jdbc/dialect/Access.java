package io.optima.jdbc.dialect;

/** What a connection is for. */
public enum Access {
  /** One query, which may have any number of rows. */
  READ,
  /** Rows that may be sent many in one statement. */
  WRITE,
  /** Rows of which one may replace another that came before it. */
  WRITE_IN_ORDER
}
