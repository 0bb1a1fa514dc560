package io.optima.testing.system;

import io.optima.client.OptimaClient;
import io.optima.client.RowStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/** Small results as Java values. */
final class Queries {
  private Queries() {}

  static List<List<Object>> rows(OptimaClient client, String sql) {
    try (RowStream stream = client.rows().query(sql)) {
      return all(stream);
    }
  }

  static long number(OptimaClient client, String sql) {
    return ((Number) rows(client, sql).get(0).get(0)).longValue();
  }

  static List<List<Object>> all(RowStream stream) {
    List<List<Object>> rows = new ArrayList<>();
    while (stream.next()) {
      for (int row = 0; row < stream.rows().getRowCount(); row++) {
        rows.add(row(stream.rows().getFieldVectors(), row));
      }
    }
    return rows;
  }

  private static List<Object> row(List<FieldVector> columns, int row) {
    List<Object> values = new ArrayList<>();
    for (FieldVector column : columns) {
      Object value = column.getObject(row);
      values.add(value instanceof Number || value == null ? value : value.toString());
    }
    return values;
  }
}
