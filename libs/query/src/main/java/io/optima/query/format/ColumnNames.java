package io.optima.query.format;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.schema.TableSchema;
import java.util.List;

/** Compares the columns of a file with those of a schema. */
final class ColumnNames {
  private ColumnNames() {}

  /** Every column of one has to be in the other; their order does not matter. */
  static void check(List<String> found, TableSchema schema) {
    for (String name : schema.names()) {
      if (!found.contains(name)) {
        throw refused("column '%s' of the schema is not in the data", name);
      }
    }
    for (String name : found) {
      if (schema.field(name).isEmpty()) {
        throw refused("column '%s' of the data is not in the schema", name);
      }
    }
  }

  private static OptimaException refused(String what, String name) {
    return new OptimaException(ErrorCode.FAILED_PRECONDITION, what.formatted(Shown.of(name)));
  }
}
