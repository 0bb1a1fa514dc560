package io.optima.query.format;

import io.optima.model.schema.DataType;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/** Cells of every type in canonical Arrow: nulls at every depth, and the values at the edges. */
final class RandomCells {
  private static final double[] DOUBLES = {
    0.0,
    -0.0,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    -Double.MAX_VALUE,
    0.1,
    1e300
  };
  private static final String[] TEXTS = {
    "", "a", "ü€𝄞", "line\nbreak", "\"quoted\"", "null", " ", "x".repeat(300)
  };
  private static final long DAY_MICROS = TimeUnit.DAYS.toMicros(1);

  private final Random random;

  private RandomCells(Random random) {
    this.random = random;
  }

  static void fill(VectorSchemaRoot root, TableSchema schema, int rows, Random random) {
    RandomCells cells = new RandomCells(random);
    List<Field> fields = schema.fields();
    for (int i = 0; i < fields.size(); i++) {
      cells.fill(root.getVector(i), fields.get(i).type(), rows, () -> random.nextInt(4) == 0);
    }
    root.setRowCount(rows);
  }

  private void fill(FieldVector vector, DataType type, int count, BooleanSupplier absent) {
    vector.setInitialCapacity(Math.max(count, 1));
    vector.allocateNew();
    switch (type) {
      case DataType.Struct struct -> struct((StructVector) vector, struct, count, absent);
      case DataType.ListOf list -> {
        int elements = lists((ListVector) vector, count, absent);
        fill(vector.getChildrenFromFields().getFirst(), list.element(), elements, absent);
      }
      case DataType.MapOf map -> {
        int entries = lists((ListVector) vector, count, absent);
        StructVector both = (StructVector) vector.getChildrenFromFields().getFirst();
        DataType.Struct entry =
            new DataType.Struct(
                List.of(new Field("key", map.key()), new Field("value", map.value())));
        both.setInitialCapacity(Math.max(entries, 1));
        both.allocateNew();
        for (int i = 0; i < entries; i++) {
          both.setIndexDefined(i);
        }
        fill(
            both.getChildrenFromFields().get(0),
            entry.fields().get(0).type(),
            entries,
            () -> false);
        fill(both.getChildrenFromFields().get(1), entry.fields().get(1).type(), entries, absent);
        both.setValueCount(entries);
      }
      default -> flat(vector, count, absent);
    }
    vector.setValueCount(count);
  }

  private void struct(
      StructVector vector, DataType.Struct type, int count, BooleanSupplier absent) {
    for (int i = 0; i < count; i++) {
      if (absent.getAsBoolean()) {
        vector.setNull(i);
      } else {
        vector.setIndexDefined(i);
      }
    }
    for (int field = 0; field < type.fields().size(); field++) {
      FieldVector child = vector.getChildrenFromFields().get(field);
      fill(child, type.fields().get(field).type(), count, absent);
    }
  }

  /** Lists of up to three elements, at most one in a map so that keys differ; their sum. */
  private int lists(ListVector vector, int count, BooleanSupplier absent) {
    int most = vector.getMinorType() == org.apache.arrow.vector.types.Types.MinorType.MAP ? 1 : 3;
    int total = 0;
    for (int i = 0; i < count; i++) {
      if (absent.getAsBoolean()) {
        vector.setNull(i);
      } else {
        int length = random.nextInt(most + 1);
        vector.startNewValue(i);
        vector.endValue(i, length);
        total += length;
      }
    }
    return total;
  }

  private void flat(FieldVector vector, int count, BooleanSupplier absent) {
    for (int i = 0; i < count; i++) {
      if (vector instanceof NullVector || absent.getAsBoolean()) {
        vector.setNull(i);
      } else {
        value(vector, i);
      }
    }
  }

  private void value(FieldVector vector, int i) {
    switch (vector) {
      case BitVector v -> v.set(i, random.nextInt(2));
      case Float4Vector v -> v.set(i, (float) anyDouble());
      case Float8Vector v -> v.set(i, anyDouble());
      case DecimalVector v -> v.set(i, decimal(v.getPrecision(), v.getScale()));
      case VarCharVector v -> v.setSafe(i, anyText().getBytes(StandardCharsets.UTF_8));
      case VarBinaryVector v -> v.setSafe(i, anyBytes());
      case DateDayVector v -> v.set(i, random.nextInt(-700_000, 2_900_000));
      case TimeMicroVector v -> v.set(i, random.nextLong(DAY_MICROS));
      case TimeStampVector v -> v.set(i, random.nextLong(-(1L << 58), 1L << 58));
      case IntervalMonthDayNanoVector v ->
          v.set(i, anyInt(), anyInt(), random.nextLong(-(1L << 52), 1L << 52) * 1_000);
      case BaseFixedWidthVector v -> integer(v, i);
      default -> throw new IllegalArgumentException(vector.getField().toString());
    }
  }

  private void integer(BaseFixedWidthVector vector, int i) {
    byte[] bytes = new byte[vector.getTypeWidth()];
    random.nextBytes(bytes);
    vector.setIndexDefined(i);
    vector.getDataBuffer().setBytes((long) i * bytes.length, bytes);
  }

  private double anyDouble() {
    return random.nextBoolean() ? DOUBLES[random.nextInt(DOUBLES.length)] : random.nextGaussian();
  }

  private int anyInt() {
    return random.nextInt(-1_000_000, 1_000_000);
  }

  private String anyText() {
    return TEXTS[random.nextInt(TEXTS.length)];
  }

  private byte[] anyBytes() {
    byte[] bytes = new byte[random.nextInt(20)];
    random.nextBytes(bytes);
    return bytes;
  }

  private BigDecimal decimal(int precision, int scale) {
    BigInteger most = BigInteger.TEN.pow(precision);
    BigInteger value = new BigInteger(most.bitLength() + 8, random).mod(most);
    return new BigDecimal(random.nextBoolean() ? value : value.negate(), scale);
  }
}
