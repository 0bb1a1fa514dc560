package io.optima.query.protobuf;

import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.util.List;
import java.util.regex.Pattern;

/** Writes the message that columns are the fields of; the inverse of {@link ProtoSchemas#read}. */
final class MessageSources {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final StringBuilder text =
      new StringBuilder(
          """
          syntax = "proto3";
          import "google/protobuf/timestamp.proto";
          import "google/protobuf/duration.proto";
          """);

  private MessageSources() {}

  /** How a type is written: the field's type, and what a comment has to say. */
  private record Written(String type, String comment) {
    static Written of(String type) {
      return new Written(type, "");
    }

    static Written as(String type, DataType column) {
      return new Written(type, " // optima: " + column.text());
    }
  }

  /**
   * Text of a {@code .proto} file with one message, {@code Row}. Its fields can be absent where
   * Protobuf knows that: all but lists and maps.
   *
   * @throws OptimaException INVALID_ARGUMENT naming the column that no message can have
   */
  static String of(TableSchema columns) {
    MessageSources source = new MessageSources();
    source.message("Row", "", columns.fields());
    return source.text.toString();
  }

  private void message(String name, String path, List<Field> fields) {
    text.append("message ").append(name).append(" {\n");
    for (int i = 0; i < fields.size(); i++) {
      field(path + fields.get(i).name(), fields.get(i), i + 1);
    }
    text.append("}\n");
  }

  private void field(String path, Field field, int number) {
    if (!NAME.matcher(field.name()).matches()) {
      throw refused(path, "its name is no identifier: use letters, digits and _");
    }
    Written written;
    switch (field.type()) {
      case DataType.ListOf(DataType element) -> {
        Written value = value(path, field.name(), element);
        written = new Written("repeated " + value.type(), value.comment());
      }
      case DataType.MapOf(DataType key, DataType element) -> {
        Written value = value(path, field.name(), element);
        String type = "map<" + key(path, key) + ", " + value.type() + ">";
        written = new Written(type, value.comment());
      }
      default -> {
        Written value = value(path, field.name(), field.type());
        written = new Written("optional " + value.type(), value.comment());
      }
    }
    text.append(
        "%s %s = %d;%s\n".formatted(written.type(), field.name(), number, written.comment()));
  }

  private static String key(String path, DataType key) {
    return switch (key) {
      case Simple.BOOL, Simple.INT32, Simple.INT64, Simple.UINT32, Simple.UINT64 -> key.text();
      case Simple.UTF8 -> "string";
      default -> throw refused(path, "no map of a message has keys of type " + key.text());
    };
  }

  private Written value(String path, String name, DataType type) {
    return switch (type) {
      case Simple simple -> value(path, simple);
      case DataType.Decimal decimal -> Written.as("string", decimal);
      case DataType.Struct struct -> {
        message("Row_" + name, path + ".", struct.fields());
        yield Written.of("Row_" + name);
      }
      case DataType.ListOf list -> throw refused(path, "a message has no lists in lists or maps");
      case DataType.MapOf map -> throw refused(path, "a message has no maps in lists or maps");
    };
  }

  private static Written value(String path, Simple type) {
    return switch (type) {
      case BOOL, INT32, INT64, UINT32, UINT64 -> Written.of(type.text());
      case INT8, INT16 -> Written.as("int32", type);
      case UINT8, UINT16 -> Written.as("uint32", type);
      case FLOAT32 -> Written.of("float");
      case FLOAT64 -> Written.of("double");
      case UTF8 -> Written.of("string");
      case BINARY -> Written.of("bytes");
      case DATE, TIME, TIMESTAMP, TIMESTAMP_NS -> Written.as("string", type);
      case TIMESTAMP_UTC -> Written.of("google.protobuf.Timestamp");
      case INTERVAL -> Written.of("google.protobuf.Duration");
      case NULL -> throw refused(path, "a column of nothing but nulls needs another type");
    };
  }

  private static OptimaException refused(String path, String why) {
    return OptimaException.invalid("column '%s': %s", Shown.of(path), why);
  }
}
