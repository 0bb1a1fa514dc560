package io.optima.jdbc.value;

import static java.time.format.DateTimeFormatter.ISO_LOCAL_DATE;
import static java.time.temporal.ChronoField.HOUR_OF_DAY;
import static java.time.temporal.ChronoField.MINUTE_OF_HOUR;
import static java.time.temporal.ChronoField.NANO_OF_SECOND;
import static java.time.temporal.ChronoField.SECOND_OF_MINUTE;

import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Simple;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/**
 * Values as text, from which they can be read again. Times have as many digits as their type has,
 * so that they sort as text.
 */
public final class Texts {
  private static final DateTimeFormatter TIME = time(6);
  private static final DateTimeFormatter TIMESTAMP = timestamp(TIME);
  private static final DateTimeFormatter TIMESTAMP_NS = timestamp(time(9));

  private Texts() {}

  private static DateTimeFormatter time(int digits) {
    return new DateTimeFormatterBuilder()
        .appendValue(HOUR_OF_DAY, 2)
        .appendLiteral(':')
        .appendValue(MINUTE_OF_HOUR, 2)
        .appendLiteral(':')
        .appendValue(SECOND_OF_MINUTE, 2)
        .appendFraction(NANO_OF_SECOND, digits, digits, true)
        .toFormatter(Locale.ROOT);
  }

  private static DateTimeFormatter timestamp(DateTimeFormatter time) {
    return new DateTimeFormatterBuilder()
        .append(ISO_LOCAL_DATE)
        .appendLiteral(' ')
        .append(time)
        .toFormatter(Locale.ROOT);
  }

  /** The value, of one of the types that {@link #has} text. */
  public static String print(DataType type, Object value) {
    return switch (type) {
      case DataType.Decimal decimal -> ((BigDecimal) value).toPlainString();
      case Simple.TIME -> TIME.format((LocalTime) value);
      case Simple.TIMESTAMP -> TIMESTAMP.format((LocalDateTime) value);
      case Simple.TIMESTAMP_NS -> TIMESTAMP_NS.format((LocalDateTime) value);
      case Simple.TIMESTAMP_UTC ->
          TIMESTAMP.format(LocalDateTime.ofInstant((Instant) value, ZoneOffset.UTC)) + "Z";
      case Simple.INTERVAL -> ((Interval) value).text();
      default -> value.toString();
    };
  }

  /**
   * The value that the text is.
   *
   * @throws IllegalArgumentException when it is none
   * @throws java.time.DateTimeException when it is none
   */
  public static Object parse(DataType type, String text) {
    return switch (type) {
      case DataType.Decimal decimal -> new BigDecimal(text);
      case Simple simple -> parse(simple, text);
      default -> throw new IllegalArgumentException(type.text());
    };
  }

  private static Object parse(Simple type, String text) {
    return switch (type) {
      case BOOL -> bool(text);
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> Long.valueOf(text);
      case UINT64 -> new BigInteger(text);
      case FLOAT32 -> Float.valueOf(text);
      case FLOAT64 -> Double.valueOf(text);
      case DATE -> LocalDate.parse(text);
      case TIME -> LocalTime.parse(text);
      case TIMESTAMP, TIMESTAMP_NS -> LocalDateTime.parse(joined(text));
      case TIMESTAMP_UTC -> OffsetDateTime.parse(joined(text)).toInstant();
      case INTERVAL -> Interval.parse(text);
      case UTF8 -> text;
      case NULL, BINARY -> throw new IllegalArgumentException(type.text());
    };
  }

  private static Boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "t", "1" -> true;
      case "false", "f", "0" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  /** Date and time stand apart in databases. */
  private static String joined(String text) {
    return text.replace(' ', 'T');
  }

  /** Whether values of the type have a text. */
  public static boolean has(DataType type) {
    return type instanceof DataType.Decimal
        || (type instanceof Simple && type != Simple.BINARY && type != Simple.NULL);
  }
}
