package io.optima.jdbc.dialect;

import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Decimal;
import io.optima.model.schema.DataType.Simple;

/** What values of a column of a database are to Optima. */
public sealed interface Found {
  /** Values of that type. */
  record Known(DataType type) implements Found {}

  /** Numbers that are read as text, until somebody says of which type they are. */
  record Undecided(String why) implements Found {}

  /** Nothing that a column without nesting can have. */
  record Refused(String why) implements Found {}

  /** The type by which the driver is asked for values, and given them. */
  default DataType form() {
    return this instanceof Known(DataType type) ? type : Simple.UTF8;
  }

  /** Of a column of decimal numbers. */
  static Found decimal(int precision, int scale) {
    boolean fits = precision >= 1 && precision <= 38 && scale >= 0 && scale <= precision;
    return fits
        ? new Known(new Decimal(precision, scale))
        : new Undecided("its numbers have no precision and scale that decimal can have");
  }
}
