package io.optima.query.stream;

import io.optima.identity.ArrowSchemas;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.Field;
import io.optima.model.stream.StreamRecord;
import io.optima.query.protobuf.RowMessages;
import io.optima.query.protobuf.RowVectors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Rows that become records: the columns of the stream's values, or {@code value} when these are
 * bytes; and if they are there {@code key}, {@code timestamp} and {@code headers}. Columns of the
 * schema that are missing are null.
 */
public final class ArrivingRows {
  private static final List<DataType> BYTES = List.of(Simple.BINARY, Simple.UTF8);

  private final @Nullable FieldVector keys;
  private final @Nullable FieldVector values;
  private final @Nullable TimeStampVector timestamps;
  private final @Nullable HeaderRows headers;
  private final @Nullable RowVectors typed;

  /**
   * @param messages what the stream's values are; null: bytes
   * @param batch canonical Arrow
   * @throws OptimaException INVALID_ARGUMENT naming a column that the stream does not have, or has
   *     with another type
   */
  public ArrivingRows(@Nullable RowMessages messages, VectorSchemaRoot batch) {
    check(accepted(messages), batch);
    keys = batch.getVector(RecordColumns.KEY);
    values = messages == null ? batch.getVector(RecordColumns.VALUE) : null;
    timestamps = (TimeStampVector) batch.getVector(RecordColumns.TIMESTAMP);
    FieldVector found = batch.getVector(RecordColumns.HEADERS);
    headers = found == null ? null : new HeaderRows(found);
    typed = messages == null ? null : new RowVectors(messages, batch);
  }

  private static Map<String, List<DataType>> accepted(@Nullable RowMessages messages) {
    Map<String, List<DataType>> accepted = new LinkedHashMap<>();
    if (messages == null) {
      accepted.put(RecordColumns.VALUE, BYTES);
    } else {
      messages
          .schema()
          .columns()
          .fields()
          .forEach(field -> accepted.put(field.name(), List.of(field.type())));
    }
    accepted.put(RecordColumns.KEY, BYTES);
    for (String name : List.of(RecordColumns.TIMESTAMP, RecordColumns.HEADERS)) {
      accepted.put(name, List.of(RecordColumns.RECORDS.field(name).orElseThrow().type()));
    }
    return accepted;
  }

  private static void check(Map<String, List<DataType>> accepted, VectorSchemaRoot batch) {
    for (Field field : ArrowSchemas.fromArrow(batch.getSchema()).fields()) {
      List<DataType> types = accepted.get(field.name());
      if (types == null) {
        throw OptimaException.invalid(
            "column '%s' is none of those that rows of this stream may have: %s",
            Shown.of(field.name()), String.join(", ", accepted.keySet()));
      }
      if (!types.contains(field.type())) {
        throw OptimaException.invalid(
            "column '%s' is %s, and %s in this stream",
            field.name(), field.type().text(), types.getFirst().text());
      }
    }
  }

  /**
   * A row as a record.
   *
   * @throws OptimaException INVALID_ARGUMENT naming the column that no message can hold
   */
  public StreamRecord record(int row) {
    return new StreamRecord(
        timestamps == null || timestamps.isNull(row) ? 0 : timestamps.get(row),
        bytes(keys, row),
        typed == null ? bytes(values, row) : typed.encode(row).toByteArray(),
        headers == null ? List.of() : headers.of(row));
  }

  private static byte @Nullable [] bytes(@Nullable FieldVector column, int row) {
    if (column == null || column.isNull(row)) {
      return null;
    }
    return column instanceof VarCharVector text
        ? text.get(row)
        : ((VarBinaryVector) column).get(row);
  }
}
