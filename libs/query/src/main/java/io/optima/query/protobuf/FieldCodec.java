package io.optima.query.protobuf;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.optima.model.OptimaException;
import io.optima.model.schema.DataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message's field as a column: single, repeated or a map, there or not. */
final class FieldCodec {
  private static final int KEY = 1;
  private static final int VALUE = 2;

  private final String path;
  private final FieldDescriptor field;
  private final Codec value;
  private final @Nullable Codec key;

  FieldCodec(String path, FieldDescriptor field, DataType type) {
    this.path = path;
    this.field = field;
    if (type instanceof DataType.MapOf(DataType keys, DataType values)) {
      key = Codecs.of(path + ".key", part(KEY), keys);
      value = Codecs.of(path + ".value", part(VALUE), values);
    } else {
      key = null;
      value =
          type instanceof DataType.ListOf(DataType element)
              ? Codecs.of(path + "[]", field, element)
              : Codecs.of(path, field, type);
    }
  }

  private FieldDescriptor part(int number) {
    return field.getMessageType().findFieldByNumber(number);
  }

  /** A single value that is no message, may be missing, and that no other field takes away. */
  boolean isPlain() {
    return !field.isRepeated()
        && !field.isRequired()
        && field.getJavaType() != FieldDescriptor.JavaType.MESSAGE
        && field.getRealContainingOneof() == null;
  }

  FieldDescriptor field() {
    return field;
  }

  /** Of one value of it. */
  Codec single() {
    return value;
  }

  /** What the column has; null when the message does not have the field. */
  @Nullable Object column(Message message) {
    if (key != null) {
      return entries(key, message);
    }
    if (field.isRepeated()) {
      List<Object> elements = new ArrayList<>();
      for (Object element : (List<?>) message.getField(field)) {
        elements.add(value.column(element));
      }
      return elements;
    }
    return field.hasPresence() && !message.hasField(field)
        ? null
        : value.column(message.getField(field));
  }

  /** The last one of entries with the same key. */
  private Map<Object, Object> entries(Codec keys, Message message) {
    Map<Object, Object> entries = new LinkedHashMap<>();
    for (Object entry : (List<?>) message.getField(field)) {
      entries.put(
          keys.column(((Message) entry).getField(part(KEY))),
          value.column(((Message) entry).getField(part(VALUE))));
    }
    return entries;
  }

  /**
   * Sets the field.
   *
   * @throws OptimaException INVALID_ARGUMENT naming the column, for nulls where the message has
   *     none
   */
  void field(DynamicMessage.Builder message, @Nullable Object column) {
    if (column == null) {
      if (!field.hasPresence()) {
        throw noNull(field.isRepeated() ? "send an empty one" : "declare the field optional");
      }
    } else if (column instanceof Map<?, ?> map) {
      map.forEach((k, v) -> message.addRepeatedField(field, entry(k, v)));
    } else if (field.isRepeated()) {
      for (Object element : (List<?>) column) {
        message.addRepeatedField(field, value.field(present(element)));
      }
    } else {
      message.setField(field, value.field(column));
    }
  }

  private Message entry(Object k, @Nullable Object v) {
    return DynamicMessage.newBuilder(field.getMessageType())
        .setField(part(KEY), java.util.Objects.requireNonNull(key).field(k))
        .setField(part(VALUE), value.field(present(v)))
        .build();
  }

  private Object present(@Nullable Object element) {
    if (element == null) {
      throw noNull("elements of lists and values of maps are always there");
    }
    return element;
  }

  private OptimaException noNull(String instead) {
    return OptimaException.invalid("column '%s' cannot be null here: %s", path, instead);
  }
}
