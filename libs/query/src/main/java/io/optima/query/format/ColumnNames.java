package io.optima.query.format;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.schema.TableSchema;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares the columns of a file with those of a schema. */
final class ColumnNames {
  private ColumnNames() {}

  /** Every column of one has to be in the other; their order does not matter. */
  static void check(List<String> found, TableSchema schema) {
    Set<String> there = new HashSet<>(found);
    for (String name : schema.names()) {
      if (!there.contains(name)) {
        throw refused("column '%s' of the schema is not in the data", name);
      }
    }
    Set<String> wanted = new HashSet<>(schema.names());
    for (String name : found) {
      if (!wanted.contains(name)) {
        throw refused("column '%s' of the data is not in the schema", name);
      }
    }
  }

  private static OptimaException refused(String what, String name) {
    return new OptimaException(ErrorCode.FAILED_PRECONDITION, what.formatted(Shown.of(name)));
  }
}
