package io.optima.cli.output;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/** Values of Arrow columns as plain ones: numbers, booleans, text, lists and maps. */
public final class Cells {
  private static final long MICROS = 1_000_000;
  private static final int NANOS_OF_MICRO = 1000;

  private Cells() {}

  /** One value; null where the column has none. */
  public static @Nullable Object value(FieldVector vector, int row) {
    if (vector.isNull(row)) {
      return null;
    }
    return switch (vector) {
      case UInt1Vector v -> Byte.toUnsignedInt(v.get(row));
      case UInt2Vector v -> (int) v.get(row);
      case UInt4Vector v -> Integer.toUnsignedLong(v.get(row));
      case UInt8Vector v -> v.getObjectNoOverflow(row);
      case DateDayVector v -> LocalDate.ofEpochDay(v.get(row)).toString();
      case TimeMicroVector v -> LocalTime.ofNanoOfDay(v.get(row) * NANOS_OF_MICRO).toString();
      case TimeStampMicroTZVector v -> utc(v.get(row)) + "Z";
      case VarBinaryVector v -> HexFormat.of().formatHex(v.get(row));
      case MapVector v -> map(v, row);
      case ListVector v -> list(v, row);
      case StructVector v -> struct(v, row);
      default -> plain(vector.getObject(row));
    };
  }

  /** One value as text; nothing for null. */
  public static String text(FieldVector vector, int row) {
    Object value = value(vector, row);
    return value == null ? "" : value.toString();
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return value instanceof Number || value instanceof Boolean || value == null
        ? value
        : value.toString();
  }

  private static LocalDateTime utc(long micros) {
    int nanos = (int) Math.floorMod(micros, MICROS) * NANOS_OF_MICRO;
    return LocalDateTime.ofEpochSecond(Math.floorDiv(micros, MICROS), nanos, ZoneOffset.UTC);
  }

  private static List<@Nullable Object> list(ListVector vector, int row) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = vector.getElementStartIndex(row); i < vector.getElementEndIndex(row); i++) {
      values.add(value(vector.getDataVector(), i));
    }
    return values;
  }

  private static Map<String, @Nullable Object> map(MapVector vector, int row) {
    StructVector entries = (StructVector) vector.getDataVector();
    List<FieldVector> both = entries.getChildrenFromFields();
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (int i = vector.getElementStartIndex(row); i < vector.getElementEndIndex(row); i++) {
      values.put(text(both.getFirst(), i), value(both.getLast(), i));
    }
    return values;
  }

  private static Map<String, @Nullable Object> struct(StructVector vector, int row) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (FieldVector child : vector.getChildrenFromFields()) {
      values.put(child.getName(), value(child, row));
    }
    return values;
  }
}
