package io.optima.query.csv;

import java.io.IOException;

/** CSV that has to be read with more care; it need not be wrong. */
public final class UnusualCsvException extends IOException {
  private static final long serialVersionUID = 1;

  UnusualCsvException(String what) {
    super(what);
  }
}
