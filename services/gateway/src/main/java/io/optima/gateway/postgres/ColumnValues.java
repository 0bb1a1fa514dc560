package io.optima.gateway.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.debezium.time.Date;
import io.debezium.time.MicroTime;
import io.debezium.time.MicroTimestamp;
import io.debezium.time.NanoTime;
import io.debezium.time.NanoTimestamp;
import io.debezium.time.Time;
import io.debezium.time.Timestamp;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Simple;
import io.optima.store.Json;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;

/** Values of columns as Debezium has them, and as fields of messages have them. */
final class ColumnValues {
  private static final int LAST_YEAR = 9999;

  private ColumnValues() {}

  /**
   * A value of the field that {@code docs/spec/protobuf-schemas.md} makes of the column.
   *
   * @param schema of the value
   * @throws OptimaException INVALID_ARGUMENT naming column and value
   */
  static Object of(String column, DataType type, Object value, Schema schema) {
    try {
      return type instanceof Simple simple ? simple(simple, value, schema) : String.valueOf(value);
    } catch (ClassCastException | DateTimeException | ArithmeticException e) {
      throw OptimaException.invalid(
          "column %s has the value '%s', and is %s in the stream: when the table has other values,"
              + " remove the source and set it again, which begins with all its rows",
          column, Shown.of(value.toString()), type.text());
    }
  }

  private static Object simple(Simple type, Object value, Schema schema) {
    return switch (type) {
      case BOOL -> (Boolean) value;
      case INT16, INT32 -> Math.toIntExact(((Number) value).longValue());
      case INT64 -> ((Number) value).longValue();
      case FLOAT32 -> (Float) value;
      case FLOAT64 -> ((Number) value).doubleValue();
      case BINARY -> bytes(value);
      case DATE -> date((Integer) value, name(schema)).toString();
      case TIME -> time(((Number) value).longValue(), name(schema));
      case TIMESTAMP -> LocalDateTime.ofInstant(instant(value, schema), ZoneOffset.UTC).toString();
      case TIMESTAMP_UTC -> moment(OffsetDateTime.parse((String) value).toInstant());
      default -> text(value);
    };
  }

  private static String name(Schema schema) {
    return Objects.requireNonNullElse(schema.name(), "");
  }

  private static Object moment(Instant instant) {
    return ChangeRows.timestamp(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
  }

  private static ByteString bytes(Object value) {
    return value instanceof byte[] array
        ? ByteString.copyFrom(array)
        : ByteString.copyFrom(((ByteBuffer) value).duplicate());
  }

  private static LocalDate date(int days, String unit) {
    if (!unit.equals(Date.SCHEMA_NAME)) {
      throw new ClassCastException(unit);
    }
    LocalDate date = LocalDate.ofEpochDay(days);
    requireYear(date.getYear());
    return date;
  }

  /** Debezium has infinity as years that PostgreSQL does not have. */
  private static void requireYear(int year) {
    if (year < 1 || year > LAST_YEAR) {
      throw new DateTimeException("year " + year);
    }
  }

  private static String time(long value, String unit) {
    long nanos =
        switch (unit) {
          case Time.SCHEMA_NAME -> Math.multiplyExact(value, 1_000_000L);
          case MicroTime.SCHEMA_NAME -> Math.multiplyExact(value, 1_000L);
          case NanoTime.SCHEMA_NAME -> value;
          default -> throw new ClassCastException(unit);
        };
    return LocalTime.ofNanoOfDay(nanos).toString();
  }

  private static Instant instant(Object value, Schema schema) {
    ChronoUnit unit =
        switch (name(schema)) {
          case MicroTimestamp.SCHEMA_NAME -> ChronoUnit.MICROS;
          case NanoTimestamp.SCHEMA_NAME -> ChronoUnit.NANOS;
          case Timestamp.SCHEMA_NAME -> ChronoUnit.MILLIS;
          default -> throw new ClassCastException(name(schema));
        };
    Instant instant = Instant.EPOCH.plus(((Number) value).longValue(), unit);
    requireYear(instant.atOffset(ZoneOffset.UTC).getYear());
    return instant;
  }

  /** Arrays are JSON; everything else Debezium has as text already. */
  private static String text(Object value) {
    return value instanceof List<?> list ? new String(Json.bytes(list), UTF_8) : value.toString();
  }
}
