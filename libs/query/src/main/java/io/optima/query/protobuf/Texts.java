package io.optima.query.protobuf;

import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Decimal;
import io.optima.model.schema.DataType.Simple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decimals, and dates and times of ISO 8601, as text. */
final class Texts {
  private static final long SECOND_NANOS = 1_000_000_000;
  private static final long MICRO_NANOS = 1_000;
  private static final int MOST_DIGITS = 200;

  private Texts() {}

  /** Null for types that have no text. */
  static @Nullable Codec of(String path, DataType type) {
    return switch (type) {
      case Simple.UTF8 -> Bare.CODEC;
      case Decimal decimal ->
          new Conversion(
              path,
              type,
              text -> decimal(decimal, (String) text),
              column -> ((BigDecimal) column).toPlainString());
      case Simple simple -> time(path, simple);
      default -> null;
    };
  }

  private static @Nullable Codec time(String path, Simple type) {
    return switch (type) {
      case DATE -> codec(path, type, t -> LocalDate.parse(t).toEpochDay(), LocalDate::ofEpochDay);
      case TIME ->
          codec(
              path,
              type,
              t -> micros(LocalTime.parse(t).toNanoOfDay()),
              micros -> LocalTime.ofNanoOfDay(micros * MICRO_NANOS));
      case TIMESTAMP ->
          codec(path, type, t -> micros(instant(LocalDateTime.parse(t))), m -> local(ofMicros(m)));
      case TIMESTAMP_NS ->
          codec(path, type, t -> nanos(instant(LocalDateTime.parse(t))), n -> local(ofNanos(n)));
      case TIMESTAMP_UTC ->
          codec(path, type, t -> micros(OffsetDateTime.parse(t).toInstant()), Texts::ofMicros);
      default -> null;
    };
  }

  private static Codec codec(
      String path, DataType type, Function<String, Long> decode, Function<Long, Object> encode) {
    return new Conversion(
        path,
        type,
        text -> decode.apply((String) text),
        column -> encode.apply((Long) column).toString());
  }

  /** The number with the type's digits behind the point, if nothing is lost. */
  private static BigDecimal decimal(Decimal type, String text) {
    if (text.length() > MOST_DIGITS) {
      throw new NumberFormatException();
    }
    BigDecimal number = new BigDecimal(text).stripTrailingZeros();
    long whole = (long) number.precision() - number.scale();
    boolean fits = number.scale() <= type.scale() && whole <= type.precision() - type.scale();
    if (!fits && number.signum() != 0) {
      throw new ArithmeticException();
    }
    return number.setScale(type.scale());
  }

  static Instant instant(LocalDateTime time) {
    return time.toInstant(ZoneOffset.UTC);
  }

  private static LocalDateTime local(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  /** Microseconds since the epoch, if it is no finer. */
  private static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), SECOND_NANOS / MICRO_NANOS),
        micros(instant.getNano()));
  }

  private static long micros(long nanos) {
    if (nanos % MICRO_NANOS != 0) {
      throw new ArithmeticException();
    }
    return nanos / MICRO_NANOS;
  }

  static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), SECOND_NANOS), instant.getNano());
  }

  static Instant ofMicros(long micros) {
    return ofNanos(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * MICRO_NANOS);
  }

  static Instant ofNanos(long nanos) {
    return ofNanos(Math.floorDiv(nanos, SECOND_NANOS), Math.floorMod(nanos, SECOND_NANOS));
  }

  private static Instant ofNanos(long seconds, long nanos) {
    return Instant.ofEpochSecond(seconds, nanos);
  }
}
