package io.optima.jdbc.value;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Simple;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.apache.arrow.vector.BaseFixedWidthVector;
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
import org.jspecify.annotations.Nullable;

/** Values, as {@link Conversions} has them, in vectors of canonical Arrow without nesting. */
public final class Vectors {
  private static final int NANOS = 1_000;

  private Vectors() {}

  /** Bytes that a value takes in the vector. */
  public static int size(FieldVector vector, @Nullable Object value) {
    return switch (value) {
      case byte[] bytes -> bytes.length + Integer.BYTES;
      case String text -> text.length() + Integer.BYTES;
      case null, default ->
          vector instanceof BaseFixedWidthVector fixed ? fixed.getTypeWidth() : Integer.BYTES;
    };
  }

  /**
   * Sets a value.
   *
   * @throws ArithmeticException when the type cannot hold it
   */
  public static void set(FieldVector vector, int row, DataType type, @Nullable Object value) {
    if (value == null) {
      vector.setNull(row);
    } else if (type instanceof Simple simple) {
      set(vector, row, simple, value);
    } else {
      ((DecimalVector) vector).setSafe(row, (BigDecimal) value);
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
      case UINT64 -> ((UInt8Vector) vector).setSafe(row, ((BigInteger) value).longValue());
      case FLOAT32 -> ((Float4Vector) vector).setSafe(row, (Float) value);
      case FLOAT64 -> ((Float8Vector) vector).setSafe(row, (Double) value);
      case UTF8 -> ((VarCharVector) vector).setSafe(row, ((String) value).getBytes(UTF_8));
      case BINARY -> ((VarBinaryVector) vector).setSafe(row, (byte[]) value);
      case DATE ->
          ((DateDayVector) vector).setSafe(row, Math.toIntExact(((LocalDate) value).toEpochDay()));
      case TIME -> ((TimeMicroVector) vector).setSafe(row, Micros.of((LocalTime) value));
      case TIMESTAMP -> ((TimeStampVector) vector).setSafe(row, Micros.of((LocalDateTime) value));
      case TIMESTAMP_NS ->
          ((TimeStampVector) vector).setSafe(row, Micros.nanosOf((LocalDateTime) value));
      case TIMESTAMP_UTC -> ((TimeStampVector) vector).setSafe(row, Micros.of((Instant) value));
      case INTERVAL -> {
        Interval interval = (Interval) value;
        long nanos = Math.multiplyExact(interval.micros(), NANOS);
        ((IntervalMonthDayNanoVector) vector)
            .setSafe(row, interval.months(), interval.days(), nanos);
      }
      case NULL -> throw new ArithmeticException("null has no values");
    }
  }

  /**
   * The value.
   *
   * @throws java.time.DateTimeException when the column has a time that no day has
   */
  public static @Nullable Object get(FieldVector vector, int row, DataType type) {
    if (vector.isNull(row)) {
      return null;
    }
    return type instanceof Simple simple
        ? get(vector, row, simple)
        : ((DecimalVector) vector).getObject(row);
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
      case UINT64 -> unsigned(((UInt8Vector) vector).get(row));
      case FLOAT32 -> ((Float4Vector) vector).get(row);
      case FLOAT64 -> ((Float8Vector) vector).get(row);
      case UTF8 -> new String(Objects.requireNonNull(((VarCharVector) vector).get(row)), UTF_8);
      case BINARY -> ((VarBinaryVector) vector).get(row);
      case DATE -> LocalDate.ofEpochDay(((DateDayVector) vector).get(row));
      case TIME -> LocalTime.ofNanoOfDay(((TimeMicroVector) vector).get(row) * NANOS);
      case TIMESTAMP -> Micros.time(((TimeStampVector) vector).get(row));
      case TIMESTAMP_NS -> Micros.nanoTime(((TimeStampVector) vector).get(row));
      case TIMESTAMP_UTC ->
          Micros.time(((TimeStampVector) vector).get(row)).toInstant(ZoneOffset.UTC);
      case INTERVAL -> interval(((IntervalMonthDayNanoVector) vector).getObject(row));
      case NULL -> null;
    };
  }

  private static BigInteger unsigned(long bits) {
    return new BigInteger(Long.toUnsignedString(bits));
  }

  private static Interval interval(@Nullable PeriodDuration value) {
    Duration time = Objects.requireNonNull(value).getDuration();
    return new Interval(
        Math.toIntExact(value.getPeriod().toTotalMonths()),
        Math.toIntExact(value.getPeriod().get(ChronoUnit.DAYS)),
        Micros.of(time));
  }
}
