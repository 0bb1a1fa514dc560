package io.optima.identity;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import org.jspecify.annotations.Nullable;

/**
 * Where the elements of a vector stand in the table.
 *
 * @param column path of the column, for example {@code orders[].price}
 * @param rows row of each element
 */
record Place(String column, Rows rows) {
  /** Row of an element, from 0; negative when no row holds it. */
  interface Rows {
    long row(int element);
  }

  Place child(String name, Rows childRows) {
    return new Place(column + name, childRows);
  }

  /** Refuses a value, unless no row holds it. */
  void refuse(int element, @Nullable Object value, String why) {
    long row = rows.row(element);
    if (row >= 0) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "column '%s', row %d: the value %s %s",
          Shown.of(column),
          row + 1,
          Shown.of(String.valueOf(value)),
          why);
    }
  }
}
