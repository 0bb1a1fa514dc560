package io.optima.query.protobuf;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Simple;
import java.time.Duration;

/** Integers of any width, and dates and times that are integers in columns. */
final class Integers {
  private static final long DAY_MICROS = Duration.ofDays(1).toNanos() / 1_000;

  private Integers() {}

  /** Whether values of the type are integers. */
  static boolean holds(DataType type) {
    return type instanceof Simple simple
        && switch (simple) {
          case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> true;
          case DATE, TIME, TIMESTAMP, TIMESTAMP_NS, TIMESTAMP_UTC -> true;
          default -> false;
        };
  }

  static Codec of(String path, FieldDescriptor field, DataType type) {
    Simple wide = width(field);
    return new Conversion(
        path,
        type,
        value -> checked((Simple) type, wide, bits((Number) value, wide)),
        column -> narrowed(checked(wide, (Simple) type, (Long) column), field));
  }

  /** The column type that holds all values of the field. */
  private static Simple width(FieldDescriptor field) {
    return switch (field.getType()) {
      case UINT32, FIXED32 -> Simple.UINT32;
      case UINT64, FIXED64 -> Simple.UINT64;
      case INT32, SINT32, SFIXED32 -> Simple.INT32;
      default -> Simple.INT64;
    };
  }

  private static long bits(Number value, Simple wide) {
    return wide == Simple.UINT32 ? Integer.toUnsignedLong(value.intValue()) : value.longValue();
  }

  private static Object narrowed(long value, FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.INT ? (Object) (int) value : value;
  }

  /** The value, if it is one of {@code to}. */
  private static long checked(Simple to, Simple from, long value) {
    boolean huge = from == Simple.UINT64 && value < 0;
    boolean fits =
        switch (to) {
          case UINT64 -> huge || value >= 0;
          case INT8 -> value == (byte) value;
          case INT16 -> value == (short) value;
          case INT32, DATE -> value == (int) value;
          case UINT8 -> value == (value & 0xFF);
          case UINT16 -> value == (value & 0xFFFF);
          case UINT32 -> value == (value & 0xFFFF_FFFFL);
          case TIME -> value >= 0 && value < DAY_MICROS;
          default -> !huge;
        };
    if (!fits || (huge && to != Simple.UINT64)) {
      throw new ArithmeticException();
    }
    return value;
  }
}
