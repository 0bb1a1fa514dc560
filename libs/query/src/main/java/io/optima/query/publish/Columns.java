package io.optima.query.publish;

import io.optima.identity.ArrowSchemas;
import io.optima.model.Shown;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.io.IOException;
import java.util.Set;
import org.apache.arrow.vector.ipc.ArrowReader;

/** What Optima asks of columns beyond their types. */
final class Columns {
  private Columns() {}

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
