package io.optima.kv;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Decimal;
import io.optima.model.schema.DataType.Simple;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
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

/** Values of keys in Java, with the order that they should have. */
final class Cells {
  static final List<DataType> TYPES =
      List.of(
          Simple.BOOL,
          Simple.INT8,
          Simple.INT16,
          Simple.INT32,
          Simple.INT64,
          Simple.UINT8,
          Simple.UINT16,
          Simple.UINT32,
          Simple.UINT64,
          Simple.FLOAT32,
          Simple.FLOAT64,
          Simple.UTF8,
          Simple.BINARY,
          Simple.DATE,
          Simple.TIME,
          Simple.TIMESTAMP,
          Simple.TIMESTAMP_NS,
          Simple.TIMESTAMP_UTC,
          new Decimal(9, 2),
          new Decimal(38, 10));

  private Cells() {}

  /** Often the same as others, and often at the edge; null now and then. */
  static @Nullable Object value(DataType type, Random random) {
    if (random.nextInt(8) == 0) {
      return null;
    }
    if (type instanceof Decimal(int precision, int scale)) {
      BigInteger most = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
      BigInteger digits =
          switch (random.nextInt(4)) {
            case 0 -> most;
            case 1 -> BigInteger.valueOf(random.nextInt(3));
            default -> new BigInteger(100, random).mod(most);
          };
      return new BigDecimal(random.nextBoolean() ? digits : digits.negate(), scale);
    }
    return switch ((Simple) type) {
      case BOOL -> (long) random.nextInt(2);
      case INT8 -> (long) (byte) integer(random);
      case INT16 -> (long) (short) integer(random);
      case INT32, DATE -> (long) (int) integer(random);
      case UINT8 -> integer(random) & 0xff;
      case UINT16 -> integer(random) & 0xffff;
      case UINT32 -> integer(random) & 0xffffffffL;
      case UINT64 -> new BigInteger(Long.toUnsignedString(integer(random)));
      case FLOAT32 -> (float) number(random);
      case FLOAT64 -> number(random);
      case UTF8 -> bytes(random, "a\u0000\u0001Bß€\u007f😀").toString().getBytes(UTF_8);
      case BINARY -> binary(random);
      default -> integer(random);
    };
  }

  private static StringBuilder bytes(Random random, String letters) {
    int[] points = letters.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text;
  }

  private static byte[] binary(Random random) {
    byte[] bytes = new byte[random.nextInt(4)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (random.nextInt(6) - 3);
    }
    return bytes;
  }

  private static long integer(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> random.nextInt(5) - 2;
      case 1 -> Long.MIN_VALUE + random.nextInt(3);
      case 2 -> Long.MAX_VALUE - random.nextInt(3);
      default -> random.nextLong();
    };
  }

  private static double number(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> Double.NaN;
      case 1 -> Double.POSITIVE_INFINITY;
      case 2 -> Double.NEGATIVE_INFINITY;
      case 3 -> 0.0;
      case 4 -> -0.0;
      case 5 -> random.nextBoolean() ? Double.MIN_VALUE : -Double.MIN_VALUE;
      default -> random.nextGaussian() * Math.pow(10, random.nextInt(80) - 40);
    };
  }

  /** Nulls last, NaN behind infinity, zeros equal, bytes without sign. */
  static int compare(@Nullable Object one, @Nullable Object other) {
    if (one == null || other == null) {
      return Boolean.compare(one == null, other == null);
    }
    return switch (one) {
      case Long number -> number.compareTo((Long) other);
      case Float number -> Float.compare(number + 0.0f, (Float) other + 0.0f);
      case Double number -> Double.compare(number + 0.0, (Double) other + 0.0);
      case BigInteger number -> number.compareTo((BigInteger) other);
      case BigDecimal number -> number.compareTo((BigDecimal) other);
      case byte[] bytes -> Arrays.compareUnsigned(bytes, (byte[]) other);
      default -> throw new IllegalArgumentException(one.getClass().getName());
    };
  }

  static Comparator<@Nullable Object[]> byColumns() {
    return (one, other) -> {
      for (int i = 0; i < one.length; i++) {
        int order = compare(one[i], other[i]);
        if (order != 0) {
          return order;
        }
      }
      return 0;
    };
  }

  static void set(FieldVector vector, int row, @Nullable Object value) {
    switch (value) {
      case null -> vector.setNull(row);
      case BigDecimal number -> ((DecimalVector) vector).setSafe(row, number);
      case BigInteger number -> ((UInt8Vector) vector).setSafe(row, number.longValue());
      case Float number -> ((Float4Vector) vector).setSafe(row, number);
      case Double number -> ((Float8Vector) vector).setSafe(row, number);
      case byte[] bytes when vector instanceof VarCharVector text -> text.setSafe(row, bytes);
      case byte[] bytes -> ((VarBinaryVector) vector).setSafe(row, bytes);
      default -> setInteger(vector, row, (Long) value);
    }
  }

  private static void setInteger(FieldVector vector, int row, long value) {
    switch (vector) {
      case BitVector bits -> bits.setSafe(row, (int) value);
      case TinyIntVector integers -> integers.setSafe(row, (int) value);
      case SmallIntVector integers -> integers.setSafe(row, (int) value);
      case IntVector integers -> integers.setSafe(row, (int) value);
      case BigIntVector integers -> integers.setSafe(row, value);
      case UInt1Vector integers -> integers.setSafe(row, (int) value);
      case UInt2Vector integers -> integers.setSafe(row, (int) value);
      case UInt4Vector integers -> integers.setSafe(row, (int) value);
      case DateDayVector days -> days.setSafe(row, (int) value);
      case TimeMicroVector times -> times.setSafe(row, value);
      case TimeStampVector times -> times.setSafe(row, value);
      default -> throw new IllegalArgumentException(vector.toString());
    }
  }
}
