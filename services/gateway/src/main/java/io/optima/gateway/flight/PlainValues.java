package io.optima.gateway.flight;

import io.optima.model.OptimaException;
import io.optima.model.schema.DataType;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.jspecify.annotations.Nullable;

/** Single values of canonical Arrow columns as JDBC takes them. */
final class PlainValues {
  private static final long MICROS_A_SECOND = 1_000_000;

  private PlainValues() {}

  /**
   * The value in a row; null when it is null.
   *
   * @throws OptimaException INVALID_ARGUMENT for types that cannot be bound
   */
  static @Nullable Object of(FieldVector column, int row, DataType type) {
    if (column.isNull(row)) {
      return null;
    }
    if (!(type instanceof DataType.Simple simple)) {
      if (type instanceof DataType.Decimal) {
        return column.getObject(row);
      }
      throw OptimaException.invalid(
          "parameter %s has type %s, which cannot be bound", column.getName(), type.text());
    }
    return switch (simple) {
      case UTF8 -> Objects.requireNonNull(column.getObject(row)).toString();
      case UINT8 -> Byte.toUnsignedInt(((UInt1Vector) column).get(row));
      case UINT16 -> (int) ((UInt2Vector) column).get(row);
      case UINT32 -> Integer.toUnsignedLong(((UInt4Vector) column).get(row));
      case UINT64 -> new BigInteger(Long.toUnsignedString(((UInt8Vector) column).get(row)));
      case DATE -> LocalDate.ofEpochDay(((DateDayVector) column).get(row));
      case TIME -> LocalTime.ofNanoOfDay(((TimeMicroVector) column).get(row) * 1000);
      case TIMESTAMP -> micros(((TimeStampVector) column).get(row));
      case TIMESTAMP_UTC ->
          OffsetDateTime.of(micros(((TimeStampMicroTZVector) column).get(row)), ZoneOffset.UTC);
      case TIMESTAMP_NS, BOOL, INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BINARY ->
          column.getObject(row);
      case NULL -> null;
      case INTERVAL ->
          throw OptimaException.invalid(
              "parameter %s is an interval, which cannot be bound", column.getName());
    };
  }

  private static LocalDateTime micros(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, MICROS_A_SECOND),
        (int) Math.floorMod(micros, MICROS_A_SECOND) * 1000,
        ZoneOffset.UTC);
  }
}
