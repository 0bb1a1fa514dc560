package io.optima.jdbc;

import io.optima.jdbc.dialect.Dialect;
import io.optima.jdbc.dialect.Found;
import io.optima.jdbc.dialect.Shape;
import io.optima.jdbc.dialect.TableName;
import io.optima.jdbc.value.Conversions;
import io.optima.jdbc.value.Conversions.Conversion;
import io.optima.jdbc.value.Vectors;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.Field;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.DateTimeException;
import org.apache.arrow.vector.FieldVector;

/**
 * A column of rows that are written.
 *
 * @param form by which the driver is given values
 * @param key whether it is part of the key by which rows are replaced, and so never null
 */
record TargetColumn(Field field, DataType form, Conversion conversion, boolean key) {
  /**
   * The rows' column into that of the table.
   *
   * @throws OptimaException FAILED_PRECONDITION naming the column when its values do not fit
   */
  static TargetColumn of(Dialect dialect, Field field, Shape shape, boolean key) {
    Found found = dialect.found(shape);
    if (found instanceof Found.Refused(String why)) {
      throw refused(field, why);
    }
    boolean numbers = found instanceof Found.Undecided;
    if (numbers && field.type() == Simple.UTF8) {
      throw refused(field, "the table's column holds numbers, and this is text");
    }
    Conversion conversion =
        Conversions.between(field.type(), found.form())
            .orElseThrow(() -> refused(field, "the table's column is " + Shown.of(shape.type())));
    return new TargetColumn(field, found.form(), conversion, key);
  }

  private static OptimaException refused(Field field, String why) {
    return OptimaException.of(
        ErrorCode.FAILED_PRECONDITION,
        "column '%s' (%s) cannot be unloaded: %s",
        Shown.of(field.name()),
        Shown.of(field.type().text()),
        why);
  }

  /** The column of a table that has to be made, as it stands in SQL. */
  static String declared(Dialect dialect, Field field, boolean key) {
    String type = dialect.columnType(field.type(), key);
    if (type == null) {
      throw refused(
          field,
          "%s has no type for it: leave it out, or take it apart in SQL".formatted(dialect.name()));
    }
    return TableName.quoted(field.name()) + " " + type + (key ? " not null" : "");
  }

  void bind(
      Dialect dialect,
      PreparedStatement statement,
      int index,
      FieldVector vector,
      int row,
      long number)
      throws SQLException {
    try {
      Object value = Vectors.get(vector, row, field.type());
      if (value == null && key) {
        throw new IllegalArgumentException("null in a key");
      }
      dialect.bind(statement, index, form, value == null ? null : conversion.of(value));
    } catch (ArithmeticException | DateTimeException | IllegalArgumentException e) {
      throw new OptimaException(
          ErrorCode.FAILED_PRECONDITION,
          "column '%s', row %d: the table's column cannot hold the value (%s)"
              .formatted(Shown.of(field.name()), number + 1, e.getMessage()),
          e);
    }
  }
}
