package io.optima.kv;

import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Decimal;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Keys of rows: some of their columns as bytes in the order of the values. Numbers are in their
 * order, NaN behind infinity, text and binary by their bytes, nulls behind all values.
 *
 * @param columns in their order, at least one
 */
public record KeyFormat(List<Field> columns) {
  public KeyFormat {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw OptimaException.invalid("a key needs at least one column");
    }
    for (Field column : columns) {
      if (!hasOrder(column.type())) {
        throw OptimaException.invalid(
            "column '%s' cannot be in a key: values of %s have no order",
            Shown.of(column.name()), column.type().text());
      }
    }
  }

  /**
   * Some columns of rows.
   *
   * @throws OptimaException INVALID_ARGUMENT naming the column that is not there or has no order
   */
  public static KeyFormat of(TableSchema rows, List<String> key) {
    if (key.stream().distinct().count() < key.size()) {
      throw OptimaException.invalid("the key %s names a column twice", key);
    }
    return new KeyFormat(key.stream().map(name -> column(rows, name)).toList());
  }

  private static Field column(TableSchema rows, String name) {
    return rows.field(name)
        .orElseThrow(
            () ->
                OptimaException.invalid(
                    "there is no column '%s' for the key: there are %s",
                    Shown.of(name), rows.names()));
  }

  private static boolean hasOrder(DataType type) {
    return type instanceof Decimal
        || (type instanceof Simple && type != Simple.NULL && type != Simple.INTERVAL);
  }

  /**
   * The key of a row, or the beginning of keys when the batch has only the first ones of the
   * columns. Keys with equal values of these columns begin with it, and no others.
   *
   * @param batch canonical Arrow; other columns do not matter
   */
  public byte[] encode(VectorSchemaRoot batch, int row) {
    KeyBytes bytes = new KeyBytes();
    append(bytes, batch, row);
    return bytes.toArray();
  }

  void append(KeyBytes bytes, VectorSchemaRoot batch, int row) {
    int count = 0;
    for (Field column : columns) {
      FieldVector vector = batch.getVector(column.name());
      if (vector == null) {
        break;
      }
      append(bytes, vector, row, column.type());
      count++;
    }
    if (count == 0) {
      throw OptimaException.invalid(
          "a key begins with column '%s'", Shown.of(columns.getFirst().name()));
    }
  }

  private static void append(KeyBytes bytes, FieldVector vector, int row, DataType type) {
    if (vector.isNull(row)) {
      bytes.nothing();
    } else if (type instanceof Simple simple) {
      append(bytes, vector, row, simple);
    } else {
      bytes.decimal(((DecimalVector) vector).getObject(row));
    }
  }

  private static void append(KeyBytes bytes, FieldVector vector, int row, Simple type) {
    switch (type) {
      case BOOL -> bytes.unsigned(((BitVector) vector).get(row), 1);
      case INT8 -> bytes.signed(integer(vector, row), Byte.BYTES);
      case INT16 -> bytes.signed(integer(vector, row), Short.BYTES);
      case INT32 -> bytes.signed(integer(vector, row), Integer.BYTES);
      case INT64 -> bytes.signed(integer(vector, row), Long.BYTES);
      case UINT8 -> bytes.unsigned(integer(vector, row), Byte.BYTES);
      case UINT16 -> bytes.unsigned(integer(vector, row), Short.BYTES);
      case UINT32 -> bytes.unsigned(integer(vector, row), Integer.BYTES);
      case UINT64 -> bytes.unsigned(integer(vector, row), Long.BYTES);
      case FLOAT32 -> bytes.number(((Float4Vector) vector).get(row));
      case FLOAT64 -> bytes.number(((Float8Vector) vector).get(row));
      case UTF8 -> bytes.text(Objects.requireNonNull(((VarCharVector) vector).get(row)));
      case BINARY -> bytes.text(Objects.requireNonNull(((VarBinaryVector) vector).get(row)));
      case DATE -> bytes.signed(((DateDayVector) vector).get(row), Integer.BYTES);
      case TIME -> bytes.signed(((TimeMicroVector) vector).get(row), Long.BYTES);
      case TIMESTAMP, TIMESTAMP_NS, TIMESTAMP_UTC ->
          bytes.signed(((TimeStampVector) vector).get(row), Long.BYTES);
      case INTERVAL, NULL -> throw new IllegalArgumentException(type.text());
    }
  }

  private static long integer(FieldVector vector, int row) {
    return ((BaseIntVector) vector).getValueAsLong(row);
  }

  /** The least key behind all that begin so; empty when there is none. */
  public static byte[] after(byte[] beginning) {
    int end = beginning.length;
    while (end > 0 && beginning[end - 1] == -1) {
      end--;
    }
    byte[] after = Arrays.copyOf(beginning, end);
    if (end > 0) {
      after[end - 1]++;
    }
    return after;
  }

  /** Number of the row whose entry's key that is. */
  static long row(byte[] entry) {
    return ByteBuffer.wrap(entry).getLong(entry.length - Long.BYTES);
  }
}
