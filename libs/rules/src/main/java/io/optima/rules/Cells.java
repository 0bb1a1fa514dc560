package io.optima.rules;

import com.google.common.primitives.UnsignedLong;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.jspecify.annotations.Nullable;

/** Cells of canonical Arrow as CEL's values, and back. */
final class Cells {
  private Cells() {}

  /** Null for null, and for dates and times outside the years that CEL knows. */
  static @Nullable Object get(FieldVector vector, int row) {
    if (vector.isNull(row)) {
      return null;
    }
    return switch (vector) {
      case BitVector bits -> bits.get(row) == 1;
      case TinyIntVector numbers -> (long) numbers.get(row);
      case SmallIntVector numbers -> (long) numbers.get(row);
      case IntVector numbers -> (long) numbers.get(row);
      case BigIntVector numbers -> numbers.get(row);
      case UInt1Vector numbers -> numbers.get(row) & 0xFFL;
      case UInt2Vector numbers -> (long) numbers.get(row);
      case UInt4Vector numbers -> numbers.get(row) & 0xFFFF_FFFFL;
      case UInt8Vector numbers -> UnsignedLong.fromLongBits(numbers.get(row));
      case Float4Vector numbers -> (double) numbers.get(row);
      case Float8Vector numbers -> numbers.get(row);
      case VarCharVector texts -> new String(texts.get(row), StandardCharsets.UTF_8);
      case DateDayVector days -> day(days.get(row));
      case TimeStampVector times -> micros(times.get(row));
      case ListVector lists -> list(lists, row);
      default -> throw new IllegalStateException("rules read no " + vector.getField());
    };
  }

  private static @Nullable Instant day(int day) {
    return day < SqlTimes.FIRST_DAY || day > SqlTimes.LAST_DAY
        ? null
        : Instant.ofEpochSecond(day * 86_400L);
  }

  private static @Nullable Instant micros(long micros) {
    return micros < SqlTimes.FIRST_MICROS || micros > SqlTimes.LAST_MICROS
        ? null
        : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static List<Object> list(ListVector lists, int row) {
    List<Object> items = new ArrayList<>();
    for (int i = lists.getElementStartIndex(row); i < lists.getElementEndIndex(row); i++) {
      Object item = get(lists.getDataVector(), i);
      items.add(item == null ? dev.cel.common.values.NullValue.NULL_VALUE : item);
    }
    return items;
  }

  /** A value that fits the vector's type. */
  static void set(FieldVector vector, int row, @Nullable Object value) {
    if (value == null) {
      vector.setNull(row);
      return;
    }
    switch (vector) {
      case BitVector bits -> bits.setSafe(row, (Boolean) value ? 1 : 0);
      case TinyIntVector numbers -> numbers.setSafe(row, whole(value));
      case SmallIntVector numbers -> numbers.setSafe(row, whole(value));
      case IntVector numbers -> numbers.setSafe(row, whole(value));
      case BigIntVector numbers -> numbers.setSafe(row, (Long) value);
      case UInt1Vector numbers -> numbers.setSafe(row, whole(value));
      case UInt2Vector numbers -> numbers.setSafe(row, whole(value));
      case UInt4Vector numbers -> numbers.setSafe(row, whole(value));
      case UInt8Vector numbers -> numbers.setSafe(row, ((UnsignedLong) value).longValue());
      case Float8Vector numbers -> numbers.setSafe(row, (Double) value);
      case VarCharVector texts ->
          texts.setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
      case TimeStampMicroTZVector times ->
          times.setSafe(row, ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) value));
      case ListVector lists -> texts(lists, row, (List<?>) value);
      default -> throw new IllegalStateException("rules write no " + vector.getField());
    }
  }

  private static int whole(Object value) {
    return ((Long) value).intValue();
  }

  private static void texts(ListVector lists, int row, List<?> texts) {
    int first = lists.startNewValue(row);
    VarCharVector items = (VarCharVector) lists.getDataVector();
    for (int i = 0; i < texts.size(); i++) {
      items.setSafe(first + i, String.valueOf(texts.get(i)).getBytes(StandardCharsets.UTF_8));
    }
    lists.endValue(row, texts.size());
  }
}
