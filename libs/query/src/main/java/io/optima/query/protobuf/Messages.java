package io.optima.query.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Simple;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.util.function.UnaryOperator;
import org.apache.arrow.vector.PeriodDuration;
import org.jspecify.annotations.Nullable;

/** Well-known messages that are one value. */
final class Messages {
  private static final long MICRO_NANOS = 1_000;
  private static final long SECOND_MICROS = 1_000_000;
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private Messages() {}

  /** Null for messages that are no value of that type. */
  static @Nullable Codec of(String path, Descriptor message, DataType type) {
    String name = message.getFullName();
    if (name.startsWith("google.protobuf.") && name.endsWith("Value")) {
      return wrapper(path, message, type);
    }
    return switch (name) {
      case "google.protobuf.Timestamp" -> timestamp(path, message, type);
      case "google.protobuf.Duration" -> type == Simple.INTERVAL ? duration(path, message) : null;
      case "google.type.Date" -> type == Simple.DATE ? date(path, message) : null;
      case "google.type.TimeOfDay" -> type == Simple.TIME ? time(path, message) : null;
      case "google.type.Decimal" ->
          type instanceof DataType.Decimal ? wrapper(path, message, type) : null;
      default -> null;
    };
  }

  /** A message with one field, {@code value}. */
  private static @Nullable Codec wrapper(String path, Descriptor message, DataType type) {
    FieldDescriptor field = message.findFieldByName("value");
    Codec inside = Codecs.value(path, field, type);
    return inside == null
        ? null
        : new Conversion(
            path,
            type,
            value -> inside.column(((Message) value).getField(field)),
            column ->
                DynamicMessage.newBuilder(message).setField(field, inside.field(column)).build());
  }

  private static @Nullable Codec timestamp(String path, Descriptor message, DataType type) {
    return switch (type) {
      case Simple.TIMESTAMP, Simple.TIMESTAMP_UTC ->
          instant(
              path,
              message,
              type,
              at -> at.getEpochSecond() * SECOND_MICROS + at.getNano() / MICRO_NANOS,
              micros -> Texts.ofMicros((Long) micros));
      case Simple.TIMESTAMP_NS ->
          instant(path, message, type, Texts::nanos, nanos -> Texts.ofNanos((Long) nanos));
      default -> null;
    };
  }

  private interface Ticks {
    long of(Instant instant);
  }

  private static Codec instant(
      String path, Descriptor message, DataType type, Ticks ticks, UnaryOperator<Object> encode) {
    return new Conversion(
        path,
        type,
        value -> ticks.of(valid(Instant.ofEpochSecond(seconds(value), number(value, "nanos")))),
        column -> {
          Instant at = valid((Instant) encode.apply(column));
          return pair(message, at.getEpochSecond(), at.getNano());
        });
  }

  private static Instant valid(Instant at) {
    if (at.isBefore(FIRST) || at.isAfter(LAST)) {
      throw new DateTimeException("beyond years 1 to 9999");
    }
    return at;
  }

  private static Codec duration(String path, Descriptor message) {
    return new Conversion(
        path,
        Simple.INTERVAL,
        value ->
            new PeriodDuration(
                Period.ZERO, micros(Duration.ofSeconds(seconds(value), number(value, "nanos")))),
        column -> {
          PeriodDuration interval = (PeriodDuration) column;
          if (!interval.getPeriod().isZero()) {
            throw new ArithmeticException("no number of seconds");
          }
          Duration time = interval.getDuration();
          boolean negative = time.isNegative() && time.getNano() > 0;
          return negative // both numbers have one sign
              ? pair(message, time.getSeconds() + 1, time.getNano() - 1_000_000_000)
              : pair(message, time.getSeconds(), time.getNano());
        });
  }

  /** Whole microseconds; as many nanoseconds as a column can hold. */
  private static Duration micros(Duration time) {
    return Duration.ofNanos(time.toNanos() / MICRO_NANOS * MICRO_NANOS);
  }

  private static Codec date(String path, Descriptor message) {
    return new Conversion(
        path,
        Simple.DATE,
        value ->
            LocalDate.of(number(value, "year"), number(value, "month"), number(value, "day"))
                .toEpochDay(),
        column -> {
          LocalDate date = LocalDate.ofEpochDay((Long) column);
          return DynamicMessage.newBuilder(message)
              .setField(message.findFieldByName("year"), date.getYear())
              .setField(message.findFieldByName("month"), date.getMonthValue())
              .setField(message.findFieldByName("day"), date.getDayOfMonth())
              .build();
        });
  }

  private static Codec time(String path, Descriptor message) {
    return new Conversion(
        path,
        Simple.TIME,
        value ->
            LocalTime.of(
                        number(value, "hours"),
                        number(value, "minutes"),
                        number(value, "seconds"),
                        number(value, "nanos"))
                    .toNanoOfDay()
                / MICRO_NANOS,
        column -> {
          LocalTime time = LocalTime.ofNanoOfDay((Long) column * MICRO_NANOS);
          return DynamicMessage.newBuilder(message)
              .setField(message.findFieldByName("hours"), time.getHour())
              .setField(message.findFieldByName("minutes"), time.getMinute())
              .setField(message.findFieldByName("seconds"), time.getSecond())
              .setField(message.findFieldByName("nanos"), time.getNano())
              .build();
        });
  }

  private static Message pair(Descriptor message, long seconds, int nanos) {
    return DynamicMessage.newBuilder(message)
        .setField(message.findFieldByName("seconds"), seconds)
        .setField(message.findFieldByName("nanos"), nanos)
        .build();
  }

  private static long seconds(Object message) {
    return (Long) field((Message) message, "seconds");
  }

  private static int number(Object message, String name) {
    return (Integer) field((Message) message, name);
  }

  private static Object field(Message message, String name) {
    return message.getField(message.getDescriptorForType().findFieldByName(name));
  }
}
