package io.optima.jdbc;

import io.optima.jdbc.dialect.Dialect;
import io.optima.jdbc.dialect.Found;
import io.optima.jdbc.dialect.Shape;
import io.optima.jdbc.value.Conversions;
import io.optima.jdbc.value.Conversions.Conversion;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.schema.DataType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A column of rows that are read.
 *
 * @param form by which the driver is asked
 * @param type that it has in Optima
 */
record LoadedColumn(String name, DataType form, DataType type, Conversion conversion) {
  /**
   * Columns as the database and the caller say.
   *
   * @throws OptimaException naming the column that cannot be read
   */
  static List<LoadedColumn> of(Dialect dialect, List<Shape> shapes, Map<String, DataType> types) {
    for (String name : types.keySet()) {
      if (shapes.stream().noneMatch(shape -> shape.name().equals(name))) {
        throw OptimaException.invalid(
            "column '%s' has a type, and is not there: there are %s",
            Shown.of(name), shapes.stream().map(Shape::name).toList());
      }
    }
    return shapes.stream().map(shape -> of(dialect, shape, types.get(shape.name()))).toList();
  }

  private static LoadedColumn of(Dialect dialect, Shape shape, @Nullable DataType wanted) {
    Found found = dialect.found(shape);
    DataType type =
        switch (found) {
          case Found.Refused(String why) ->
              throw refused(shape, why + ": read it by a query that casts it to text");
          case Found.Undecided(String why) when wanted == null ->
              throw refused(shape, why + ": say which type it shall have");
          case Found.Undecided undecided -> wanted;
          case Found.Known(DataType known) -> wanted == null ? known : wanted;
        };
    Conversion conversion =
        Conversions.between(found.form(), type)
            .orElseThrow(
                () ->
                    refused(
                        shape,
                        "it is %s, of which nothing becomes %s"
                            .formatted(found.form().text(), type.text())));
    return new LoadedColumn(shape.name(), found.form(), type, conversion);
  }

  private static OptimaException refused(Shape shape, String why) {
    return OptimaException.of(
        ErrorCode.FAILED_PRECONDITION,
        "column '%s' (%s) cannot be loaded: %s",
        Shown.of(shape.name()),
        Shown.of(shape.type()),
        why);
  }

  /** The value in the row at which the rows are. */
  @Nullable Object value(Dialect dialect, ResultSet rows, int index, long row) throws SQLException {
    try {
      Object value = dialect.fetch(rows, index, form);
      return value == null ? null : conversion.of(value);
    } catch (ArithmeticException | DateTimeException | IllegalArgumentException e) {
      throw unfit(row, e);
    }
  }

  OptimaException unfit(long row, RuntimeException cause) {
    return new OptimaException(
        ErrorCode.FAILED_PRECONDITION,
        "column '%s', row %d: the value is no %s: give the column another type, or cast it in a query"
            .formatted(Shown.of(name), row + 1, type.text()),
        cause);
  }
}
