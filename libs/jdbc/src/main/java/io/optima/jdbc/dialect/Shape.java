package io.optima.jdbc.dialect;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A column as the driver describes it.
 *
 * @param type the database's name of it, in lower case
 * @param precision 0: none is given
 */
public record Shape(String name, String type, int precision, int scale) {
  /** All columns of a table or query. */
  public static List<Shape> of(ResultSetMetaData columns) throws SQLException {
    List<Shape> shapes = new ArrayList<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      shapes.add(
          new Shape(
              columns.getColumnLabel(i),
              columns.getColumnTypeName(i).toLowerCase(Locale.ROOT),
              columns.getPrecision(i),
              columns.getScale(i)));
    }
    return shapes;
  }
}
