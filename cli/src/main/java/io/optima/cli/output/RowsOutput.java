package io.optima.cli.output;

import io.optima.client.RowStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Rows as a table, as CSV or as JSON lines. */
public final class RowsOutput {
  private RowsOutput() {}

  /**
   * A table of at most {@code most} rows; all rows are read, so that the count is right.
   *
   * @return how many rows there are
   */
  public static long table(RowStream rows, PrintWriter out, int most) {
    List<Field> fields = rows.schema().getFields();
    Table table = new Table(fields.stream().map(Field::getName).toList());
    for (int i = 0; i < fields.size(); i++) {
      if (isNumber(fields.get(i).getType())) {
        table.right(i);
      }
    }
    long count = 0;
    while (rows.next()) {
      for (int row = 0; row < rows.rows().getRowCount() && table.size() < most; row++) {
        table.add(cells(rows.rows().getFieldVectors(), row));
      }
      count += rows.rows().getRowCount();
    }
    table.print(out);
    return count;
  }

  /** RFC 4180 with a header; null is empty, empty text is {@code ""}. */
  public static long csv(RowStream rows, PrintWriter out) {
    out.println(
        String.join(
            ",",
            rows.schema().getFields().stream().map(field -> quoted(field.getName())).toList()));
    return each(rows, (vectors, row) -> out.println(csvLine(vectors, row)));
  }

  /** One object a line. */
  public static long json(RowStream rows, PrintWriter out) {
    return each(
        rows,
        (vectors, row) ->
            out.println(JsonMapper.shared().writeValueAsString(object(vectors, row))));
  }

  private interface RowConsumer {
    void accept(List<FieldVector> vectors, int row);
  }

  private static long each(RowStream rows, RowConsumer consumer) {
    long count = 0;
    while (rows.next()) {
      for (int row = 0; row < rows.rows().getRowCount(); row++) {
        consumer.accept(rows.rows().getFieldVectors(), row);
      }
      count += rows.rows().getRowCount();
    }
    return count;
  }

  private static boolean isNumber(ArrowType type) {
    return type instanceof ArrowType.Int
        || type instanceof ArrowType.FloatingPoint
        || type instanceof ArrowType.Decimal;
  }

  private static List<String> cells(List<FieldVector> vectors, int row) {
    return vectors.stream().map(vector -> Cells.text(vector, row)).toList();
  }

  private static Map<String, @Nullable Object> object(List<FieldVector> vectors, int row) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    vectors.forEach(vector -> object.put(vector.getName(), Cells.value(vector, row)));
    return object;
  }

  private static String csvLine(List<FieldVector> vectors, int row) {
    return String.join(",", vectors.stream().map(vector -> csvCell(vector, row)).toList());
  }

  private static String csvCell(FieldVector vector, int row) {
    Object value = Cells.value(vector, row);
    if (value == null) {
      return "";
    }
    boolean nested = value instanceof Map || value instanceof List;
    return quoted(nested ? JsonMapper.shared().writeValueAsString(value) : value.toString());
  }

  private static String quoted(String cell) {
    return cell.isEmpty() || cell.matches("(?s).*[\",\r\n].*")
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }
}
