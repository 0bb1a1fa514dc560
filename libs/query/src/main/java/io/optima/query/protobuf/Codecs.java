package io.optima.query.protobuf;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.optima.model.OptimaException;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Simple;
import org.jspecify.annotations.Nullable;

/** Which values of fields are which values of columns. */
final class Codecs {
  private Codecs() {}

  /**
   * Of one value of a field, or of an element of a repeated one.
   *
   * @param path of the column
   * @throws OptimaException INVALID_ARGUMENT when values of the field cannot be of that type
   */
  static Codec of(String path, FieldDescriptor field, DataType type) {
    Codec codec = value(path, field, type);
    if (codec == null) {
      throw OptimaException.invalid(
          "column '%s': values of a field of type %s cannot be %s: declare another type",
          path, name(field), type.text());
    }
    return codec;
  }

  private static String name(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case MESSAGE -> field.getMessageType().getFullName();
      case ENUM -> field.getEnumType().getFullName();
      default -> field.getType().name().toLowerCase(java.util.Locale.ROOT);
    };
  }

  static @Nullable Codec value(String path, FieldDescriptor field, DataType type) {
    return switch (field.getJavaType()) {
      case INT, LONG -> Integers.holds(type) ? Integers.of(path, field, type) : null;
      case BOOLEAN -> plain(type, Simple.BOOL);
      case FLOAT -> plain(type, Simple.FLOAT32);
      case DOUBLE -> plain(type, Simple.FLOAT64);
      case BYTE_STRING -> plain(type, Simple.BINARY);
      case STRING -> Texts.of(path, type);
      case ENUM -> type == Simple.UTF8 ? names(path, field) : null;
      case MESSAGE ->
          type instanceof DataType.Struct struct
              ? new StructCodec(path, field.getMessageType(), struct.fields())
              : Messages.of(path, field.getMessageType(), type);
    };
  }

  private static @Nullable Codec plain(DataType type, Simple only) {
    return type == only ? Bare.CODEC : null;
  }

  private static Codec names(String path, FieldDescriptor field) {
    return new Conversion(
        path,
        Simple.UTF8,
        value -> {
          EnumValueDescriptor known = (EnumValueDescriptor) value;
          if (known.getIndex() < 0) { // of a later version of the enum
            throw new ArithmeticException("unknown number");
          }
          return known.getName();
        },
        column -> {
          EnumValueDescriptor named = field.getEnumType().findValueByName((String) column);
          if (named == null) {
            throw new ArithmeticException("unknown name");
          }
          return named;
        });
  }
}
