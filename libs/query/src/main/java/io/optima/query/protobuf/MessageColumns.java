package io.optima.query.protobuf;

import com.squareup.wire.schema.EnumType;
import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.MessageType;
import com.squareup.wire.schema.ProtoType;
import com.squareup.wire.schema.Schema;
import com.squareup.wire.schema.Type;
import io.optima.model.OptimaException;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataTypes;
import io.optima.model.schema.TableSchema;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes column types of a message's fields, and of messages inside it. */
final class MessageColumns {
  private static final int MOST_FIELDS = 10_000;
  private static final Pattern TYPE_IN_COMMENT =
      Pattern.compile("(?:^|\\s)optima:\\s*([a-z0-9_]+(?:\\([0-9, ]+\\))?)");
  private static final Map<String, DataType> SCALARS =
      Map.ofEntries(
          Map.entry("double", DataType.Simple.FLOAT64),
          Map.entry("float", DataType.Simple.FLOAT32),
          Map.entry("int32", DataType.Simple.INT32),
          Map.entry("sint32", DataType.Simple.INT32),
          Map.entry("sfixed32", DataType.Simple.INT32),
          Map.entry("int64", DataType.Simple.INT64),
          Map.entry("sint64", DataType.Simple.INT64),
          Map.entry("sfixed64", DataType.Simple.INT64),
          Map.entry("uint32", DataType.Simple.UINT32),
          Map.entry("fixed32", DataType.Simple.UINT32),
          Map.entry("uint64", DataType.Simple.UINT64),
          Map.entry("fixed64", DataType.Simple.UINT64),
          Map.entry("bool", DataType.Simple.BOOL),
          Map.entry("string", DataType.Simple.UTF8),
          Map.entry("bytes", DataType.Simple.BINARY));

  private final String file;
  private final Schema schema;
  private final Deque<ProtoType> open = new ArrayDeque<>();
  private int fields;

  MessageColumns(String file, Schema schema) {
    this.file = file;
    this.schema = schema;
  }

  TableSchema columns(MessageType message) {
    return new TableSchema(fields(message));
  }

  /** In the order in which they stand in the file, those of a oneof included. */
  private List<io.optima.model.schema.Field> fields(MessageType message) {
    if (open.contains(message.getType())) {
      throw refused(message.getLocation(), message, "it contains itself, which no column can");
    }
    if (message.getFieldsAndOneOfFields().isEmpty()) {
      throw refused(message.getLocation(), message, "it has no fields");
    }
    open.push(message.getType());
    List<io.optima.model.schema.Field> columns =
        message.getFieldsAndOneOfFields().stream()
            .sorted(
                Comparator.comparingInt((Field field) -> field.getLocation().getLine())
                    .thenComparingInt(field -> field.getLocation().getColumn()))
            .map(field -> column(message, field))
            .toList();
    open.pop();
    return columns;
  }

  private io.optima.model.schema.Field column(MessageType message, Field field) {
    if (++fields > MOST_FIELDS) {
      throw refused(field.getLocation(), message, "it has more than " + MOST_FIELDS + " fields");
    }
    try {
      return new io.optima.model.schema.Field(field.getName(), type(message, field));
    } catch (OptimaException e) {
      throw e.text().startsWith(file)
          ? e
          : refused(field.getLocation(), message, "field '" + field.getName() + "': " + e.text());
    }
  }

  private DataType type(MessageType message, Field field) {
    ProtoType type = Objects.requireNonNull(field.getType());
    if (type.isMap()) {
      String key = Objects.requireNonNull(type.getKeyType()).toString();
      return new DataType.MapOf(
          Objects.requireNonNull(SCALARS.get(key)),
          value(message, field, Objects.requireNonNull(type.getValueType())));
    }
    DataType element = value(message, field, type);
    return field.isRepeated() ? new DataType.ListOf(element) : element;
  }

  /** The type that a comment names, or the one that the field's own type becomes. */
  private DataType value(MessageType message, Field field, ProtoType type) {
    Matcher comment = TYPE_IN_COMMENT.matcher(field.getDocumentation());
    boolean single = type.isScalar() || WellKnown.VALUES.containsKey(type.toString());
    if (comment.find() && single) {
      return DataTypes.parse(comment.group(1));
    }
    DataType known =
        type.isScalar() ? SCALARS.get(type.toString()) : WellKnown.VALUES.get(type.toString());
    return known == null ? declared(message, field, type) : known;
  }

  private DataType declared(MessageType message, Field field, ProtoType type) {
    Type declared = schema.getType(type);
    if (declared instanceof EnumType) {
      return DataType.Simple.UTF8;
    }
    if (declared instanceof MessageType nested) {
      return new DataType.Struct(fields(nested));
    }
    throw refused(
        field.getLocation(),
        message,
        "field '" + field.getName() + "' has the type " + type + ", which no column can have");
  }

  private OptimaException refused(Location at, MessageType message, String why) {
    return OptimaException.invalid(
        "%s, line %d, message %s: %s", file, at.getLine(), message.getType(), why);
  }
}
