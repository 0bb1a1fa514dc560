package io.optima.jdbc.value;

import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Decimal;
import io.optima.model.schema.DataType.Simple;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Values of one type as values of another, which are as much: nothing is rounded or cut.
 *
 * <p>In Java values are {@link Boolean}, {@link Long} (integers, but {@link BigInteger} for
 * uint64), {@link Float}, {@link Double}, {@link BigDecimal}, {@link String}, bytes, {@link
 * LocalDate}, {@link java.time.LocalTime}, {@link LocalDateTime} (timestamps), {@link
 * java.time.Instant} (timestamp_utc) and {@link Interval}.
 */
public final class Conversions {
  private static final Set<Simple> INTEGERS = EnumSet.range(Simple.INT8, Simple.UINT64);
  private static final Set<Simple> TIMESTAMPS = EnumSet.of(Simple.TIMESTAMP, Simple.TIMESTAMP_NS);

  private Conversions() {}

  /** Makes a value of another. */
  public interface Conversion {
    /**
     * The value, which is not null.
     *
     * @throws ArithmeticException when the type cannot hold it exactly
     * @throws IllegalArgumentException when the text is no value of the type
     * @throws java.time.DateTimeException when the text is no value of the type
     */
    Object of(Object value);
  }

  /** Empty when values of the one type are no values of the other. */
  public static Optional<Conversion> between(DataType from, DataType to) {
    if (from.equals(to)) {
      return Optional.of(value -> value);
    }
    if (from == Simple.NULL || to == Simple.NULL) {
      return Optional.of(
          value -> {
            throw new IllegalArgumentException("null has no values");
          });
    }
    if (to == Simple.UTF8 && Texts.has(from)) {
      return Optional.of(value -> Texts.print(from, value));
    }
    if (from == Simple.UTF8 && Texts.has(to)) {
      return Optional.of(value -> fitting(to, Texts.parse(to, (String) value)));
    }
    if (isNumber(from) && isNumber(to)) {
      return Optional.of(value -> number(to, value));
    }
    return times(from, to);
  }

  private static boolean isNumber(DataType type) {
    return type instanceof Decimal
        || type == Simple.BOOL
        || type == Simple.FLOAT32
        || type == Simple.FLOAT64
        || INTEGERS.contains(type);
  }

  private static Optional<Conversion> times(DataType from, DataType to) {
    if (TIMESTAMPS.contains(from) && TIMESTAMPS.contains(to)) {
      return Optional.of(value -> value);
    }
    if (from == Simple.DATE && TIMESTAMPS.contains(to)) {
      return Optional.of(value -> ((LocalDate) value).atStartOfDay());
    }
    if (TIMESTAMPS.contains(from) && to == Simple.DATE) {
      return Optional.of(value -> date((LocalDateTime) value));
    }
    return Optional.empty();
  }

  private static LocalDate date(LocalDateTime time) {
    LocalDate date = time.toLocalDate();
    if (!date.atStartOfDay().equals(time)) {
      throw new ArithmeticException("a date has no time");
    }
    return date;
  }

  private static Object fitting(DataType type, Object value) {
    return type instanceof Decimal || INTEGERS.contains(type) ? number(type, value) : value;
  }

  private static Object number(DataType to, Object value) {
    return switch (to) {
      case Simple.FLOAT64 -> toDouble(value);
      case Simple.FLOAT32 -> toFloat(value);
      case Decimal decimal -> decimal(decimal, exact(value));
      default -> integer((Simple) to, exact(value));
    };
  }

  private static Object toDouble(Object value) {
    if (value instanceof Float number) {
      return number.doubleValue();
    }
    BigDecimal exact = exact(value);
    double number = exact.doubleValue();
    requireEqual(exact, new BigDecimal(number));
    return number;
  }

  private static Object toFloat(Object value) {
    if (value instanceof Double number) {
      float small = number.floatValue();
      if (Double.compare(small, number) != 0) {
        throw new ArithmeticException("more digits than a float32 has");
      }
      return small;
    }
    BigDecimal exact = exact(value);
    float number = exact.floatValue();
    requireEqual(exact, new BigDecimal(number));
    return number;
  }

  private static void requireEqual(BigDecimal value, BigDecimal kept) {
    if (value.compareTo(kept) != 0) {
      throw new ArithmeticException("more digits than a float has");
    }
  }

  /** Floats are no numbers when they are infinite, and NumberFormatException says so. */
  private static BigDecimal exact(Object value) {
    return switch (value) {
      case Boolean bool -> bool ? BigDecimal.ONE : BigDecimal.ZERO;
      case BigDecimal decimal -> decimal;
      case BigInteger integer -> new BigDecimal(integer);
      case Long integer -> BigDecimal.valueOf(integer);
      case Double number -> new BigDecimal(number);
      case Float number -> new BigDecimal(number);
      default -> throw new IllegalArgumentException(value.getClass().getName());
    };
  }

  private static BigDecimal decimal(Decimal type, BigDecimal value) {
    BigDecimal scaled = value.setScale(type.scale(), RoundingMode.UNNECESSARY);
    if (scaled.precision() > type.precision()) {
      throw new ArithmeticException("more digits than " + type.text() + " has");
    }
    return scaled;
  }

  private static Object integer(Simple type, BigDecimal value) {
    BigInteger integer = value.toBigIntegerExact();
    if (type == Simple.BOOL) {
      return bool(integer);
    }
    boolean fits =
        switch (type) {
          case INT8 -> integer.bitLength() < 8;
          case INT16 -> integer.bitLength() < 16;
          case INT32 -> integer.bitLength() < 32;
          case INT64 -> integer.bitLength() < 64;
          case UINT8 -> fits(integer, 8);
          case UINT16 -> fits(integer, 16);
          case UINT32 -> fits(integer, 32);
          case UINT64 -> fits(integer, 64);
          default -> false;
        };
    if (!fits) {
      throw new ArithmeticException("more than " + type.text() + " holds");
    }
    return type == Simple.UINT64 ? integer : (Object) integer.longValueExact();
  }

  private static boolean fits(BigInteger integer, int bits) {
    return integer.signum() >= 0 && integer.bitLength() <= bits;
  }

  private static Boolean bool(BigInteger integer) {
    if (integer.signum() < 0 || integer.bitLength() > 1) {
      throw new ArithmeticException("neither 0 nor 1");
    }
    return integer.signum() == 1;
  }
}
