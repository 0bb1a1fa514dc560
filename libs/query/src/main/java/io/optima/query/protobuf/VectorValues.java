package io.optima.query.protobuf;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Simple;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.PeriodDuration;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/** Values of columns, as {@link Codec} has them, in vectors of canonical Arrow. */
final class VectorValues {
  private VectorValues() {}

  /** Sets a value behind those that were set before. */
  static void set(FieldVector vector, int row, DataType type, @Nullable Object value) {
    if (value == null) {
      vector.setNull(row);
      return;
    }
    switch (type) {
      case Simple simple -> set(vector, row, simple, value);
      case DataType.Decimal decimal -> ((DecimalVector) vector).setSafe(row, (BigDecimal) value);
      case DataType.ListOf(DataType element) ->
          setList((ListVector) vector, row, element, (List<?>) value);
      case DataType.MapOf map -> setMap((MapVector) vector, row, map, (Map<?, ?>) value);
      case DataType.Struct struct -> {
        ((StructVector) vector).setIndexDefined(row);
        setFields((StructVector) vector, row, struct, (@Nullable Object[]) value);
      }
    }
  }

  private static void set(FieldVector vector, int row, Simple type, Object value) {
    switch (type) {
      case BOOL -> ((BitVector) vector).setSafe(row, (Boolean) value ? 1 : 0);
      case INT8 -> ((TinyIntVector) vector).setSafe(row, ((Long) value).intValue());
      case INT16 -> ((SmallIntVector) vector).setSafe(row, ((Long) value).intValue());
      case INT32 -> ((IntVector) vector).setSafe(row, ((Long) value).intValue());
      case INT64 -> ((BigIntVector) vector).setSafe(row, (Long) value);
      case UINT8 -> ((UInt1Vector) vector).setSafe(row, ((Long) value).intValue());
      case UINT16 -> ((UInt2Vector) vector).setSafe(row, ((Long) value).intValue());
      case UINT32 -> ((UInt4Vector) vector).setSafe(row, ((Long) value).intValue());
      case UINT64 -> ((UInt8Vector) vector).setSafe(row, (Long) value);
      case FLOAT32 -> ((Float4Vector) vector).setSafe(row, (Float) value);
      case FLOAT64 -> ((Float8Vector) vector).setSafe(row, (Double) value);
      case UTF8 -> ((VarCharVector) vector).setSafe(row, ((String) value).getBytes(UTF_8));
      case BINARY -> ((VarBinaryVector) vector).setSafe(row, ((ByteString) value).toByteArray());
      case DATE -> ((DateDayVector) vector).setSafe(row, ((Long) value).intValue());
      case TIME -> ((TimeMicroVector) vector).setSafe(row, (Long) value);
      case TIMESTAMP, TIMESTAMP_NS, TIMESTAMP_UTC ->
          ((TimeStampVector) vector).setSafe(row, (Long) value);
      case INTERVAL -> {
        Duration time = ((PeriodDuration) value).getDuration();
        ((IntervalMonthDayNanoVector) vector).setSafe(row, 0, 0, time.toNanos());
      }
      case NULL -> vector.setNull(row);
    }
  }

  private static void setList(ListVector vector, int row, DataType element, List<?> values) {
    int at = vector.startNewValue(row);
    for (Object value : values) {
      set(vector.getDataVector(), at++, element, value);
    }
    vector.endValue(row, values.size());
  }

  private static void setMap(MapVector vector, int row, DataType.MapOf type, Map<?, ?> values) {
    StructVector entries = (StructVector) vector.getDataVector();
    int at = vector.startNewValue(row);
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      entries.setIndexDefined(at);
      set(child(entries, 0), at, type.key(), entry.getKey());
      set(child(entries, 1), at, type.value(), entry.getValue());
      at++;
    }
    vector.endValue(row, values.size());
  }

  private static void setFields(
      StructVector vector, int row, DataType.Struct type, @Nullable Object[] values) {
    for (int i = 0; i < values.length; i++) {
      set(child(vector, i), row, type.fields().get(i).type(), values[i]);
    }
  }

  private static FieldVector child(StructVector vector, int number) {
    return (FieldVector) vector.getChildByOrdinal(number);
  }

  static @Nullable Object get(FieldVector vector, int row, DataType type) {
    if (vector.isNull(row)) {
      return null;
    }
    return switch (type) {
      case Simple simple -> get(vector, row, simple);
      case DataType.Decimal decimal -> ((DecimalVector) vector).getObject(row);
      case DataType.ListOf(DataType element) -> list((ListVector) vector, row, element);
      case DataType.MapOf map -> map((MapVector) vector, row, map);
      case DataType.Struct struct -> fields((StructVector) vector, row, struct);
    };
  }

  private static @Nullable Object get(FieldVector vector, int row, Simple type) {
    return switch (type) {
      case BOOL -> ((BitVector) vector).get(row) == 1;
      case INT8 -> (long) ((TinyIntVector) vector).get(row);
      case INT16 -> (long) ((SmallIntVector) vector).get(row);
      case INT32 -> (long) ((IntVector) vector).get(row);
      case INT64 -> ((BigIntVector) vector).get(row);
      case UINT8 -> Byte.toUnsignedLong(((UInt1Vector) vector).get(row));
      case UINT16 -> (long) ((UInt2Vector) vector).get(row);
      case UINT32 -> Integer.toUnsignedLong(((UInt4Vector) vector).get(row));
      case UINT64 -> ((UInt8Vector) vector).get(row);
      case FLOAT32 -> ((Float4Vector) vector).get(row);
      case FLOAT64 -> ((Float8Vector) vector).get(row);
      case UTF8 -> new String(Objects.requireNonNull(((VarCharVector) vector).get(row)), UTF_8);
      case BINARY -> ByteString.copyFrom(((VarBinaryVector) vector).get(row));
      case DATE -> (long) ((DateDayVector) vector).get(row);
      case TIME -> ((TimeMicroVector) vector).get(row);
      case TIMESTAMP, TIMESTAMP_NS, TIMESTAMP_UTC -> ((TimeStampVector) vector).get(row);
      case INTERVAL -> ((IntervalMonthDayNanoVector) vector).getObject(row);
      case NULL -> null;
    };
  }

  private static List<@Nullable Object> list(ListVector vector, int row, DataType element) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int at = vector.getElementStartIndex(row); at < vector.getElementEndIndex(row); at++) {
      values.add(get(vector.getDataVector(), at, element));
    }
    return values;
  }

  private static Map<Object, @Nullable Object> map(MapVector vector, int row, DataType.MapOf type) {
    StructVector entries = (StructVector) vector.getDataVector();
    Map<Object, @Nullable Object> values = new LinkedHashMap<>();
    for (int at = vector.getElementStartIndex(row); at < vector.getElementEndIndex(row); at++) {
      values.put(
          Objects.requireNonNull(get(child(entries, 0), at, type.key())),
          get(child(entries, 1), at, type.value()));
    }
    return values;
  }

  private static @Nullable Object[] fields(StructVector vector, int row, DataType.Struct type) {
    @Nullable Object[] values = new Object[type.fields().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = get(child(vector, i), row, type.fields().get(i).type());
    }
    return values;
  }
}
