package io.optima.query.publish;

import io.optima.identity.ArrowSchemas;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.schema.DataType;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.ipc.ArrowReader;

/** What Optima asks of columns beyond their types. */
final class Columns {
  private Columns() {}

  /** SQL does not tell upper from lower case, so names that differ in nothing else are refused. */
  static void check(TableSchema schema) {
    check(schema.fields());
  }

  private static void check(List<Field> fields) {
    Map<String, String> seen = new HashMap<>();
    for (Field field : fields) {
      String other = seen.putIfAbsent(field.name().toLowerCase(Locale.ROOT), field.name());
      if (other != null) {
        throw OptimaException.of(
            ErrorCode.FAILED_PRECONDITION,
            "columns '%s' and '%s' differ in upper and lower case only: rename one",
            Shown.of(other),
            Shown.of(field.name()));
      }
      check(field.type());
    }
  }

  private static void check(DataType type) {
    switch (type) {
      case DataType.Struct struct -> check(struct.fields());
      case DataType.ListOf list -> check(list.element());
      case DataType.MapOf map -> {
        check(map.key());
        check(map.value());
      }
      case DataType.Simple simple -> {}
      case DataType.Decimal decimal -> {}
    }
  }

  /** Whether the rows have these columns, in any order. */
  static boolean areThose(TableSchema columns, ArrowReader rows) throws IOException {
    TableSchema found = ArrowSchemas.fromArrow(rows.getVectorSchemaRoot().getSchema(), rows);
    return Set.copyOf(found.fields()).equals(Set.copyOf(columns.fields()));
  }

  /** The first column in which the schemas differ, in words. */
  static String difference(TableSchema expected, TableSchema actual) {
    for (int i = 0; i < Math.min(expected.fields().size(), actual.fields().size()); i++) {
      Field wanted = expected.fields().get(i);
      Field found = actual.fields().get(i);
      if (!wanted.equals(found)) {
        return "column %d is %s instead of %s"
            .formatted(i + 1, Shown.of(found.text()), Shown.of(wanted.text()));
      }
    }
    return "there are %d columns instead of %d"
        .formatted(actual.fields().size(), expected.fields().size());
  }
}
