package io.optima.gateway.wire;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Timestamps;
import io.optima.model.OptimaException;
import io.optima.store.Json;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Messages of optima.v1 as people write JSON: the names of the protobuf JSON mapping, but 64-bit
 * numbers as numbers, enum values as lower-case words without their prefix, and every plain field
 * present even when empty.
 */
public final class ProtoJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ProtoJson() {}

  /** The message as one JSON object. */
  public static ObjectNode tree(MessageOrBuilder message) {
    ObjectNode tree = NODES.objectNode();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (!field.hasPresence() || message.hasField(field)) {
        tree.set(field.getJsonName(), value(message, field));
      }
    }
    return tree;
  }

  private static JsonNode value(MessageOrBuilder message, FieldDescriptor field) {
    Object value = message.getField(field);
    if (field.isMapField()) {
      return map((List<?>) value);
    }
    return field.isRepeated() ? array(field, (List<?>) value) : single(field, value);
  }

  private static ObjectNode map(List<?> entries) {
    ObjectNode map = NODES.objectNode();
    for (Object entry : entries) {
      Message pair = (Message) entry;
      List<FieldDescriptor> fields = pair.getDescriptorForType().getFields();
      map.set(
          String.valueOf(pair.getField(fields.get(0))),
          single(fields.get(1), pair.getField(fields.get(1))));
    }
    return map;
  }

  private static ArrayNode array(FieldDescriptor field, List<?> values) {
    ArrayNode array = NODES.arrayNode();
    values.forEach(value -> array.add(single(field, value)));
    return array;
  }

  private static JsonNode single(FieldDescriptor field, Object value) {
    return switch (value) {
      case Timestamp time -> NODES.stringNode(Timestamps.toString(time));
      case Duration duration -> NODES.stringNode(Durations.toString(duration));
      case Message message -> tree(message);
      case EnumValueDescriptor constant -> NODES.stringNode(word(constant));
      case Boolean bool -> NODES.booleanNode(bool);
      case Long number -> NODES.numberNode(number);
      case Integer number ->
          NODES.numberNode(
              field.getType() == FieldDescriptor.Type.UINT32
                  ? Integer.toUnsignedLong(number)
                  : number);
      case com.google.protobuf.ByteString bytes -> NODES.binaryNode(bytes.toByteArray());
      default -> NODES.stringNode(String.valueOf(value));
    };
  }

  /** {@code KIND_IMMUTABLE} of {@code Kind} as {@code immutable}. */
  static String word(EnumValueDescriptor constant) {
    return constant
        .getName()
        .substring(prefix(constant.getType()).length())
        .toLowerCase(Locale.ROOT);
  }

  private static String prefix(EnumDescriptor type) {
    return type.getName().replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT) + "_";
  }

  /**
   * Reads a JSON object into the message; enum values as words or by their full names.
   *
   * @throws OptimaException INVALID_ARGUMENT when the text is not such an object
   */
  public static <B extends Message.Builder> B read(String json, B message) {
    try {
      JsonNode tree = json.isBlank() ? NODES.objectNode() : Json.mapper().readTree(json);
      if (tree instanceof ObjectNode object) {
        expandWords(object, message.getDescriptorForType());
      }
      JsonFormat.parser().merge(tree.toString(), message);
      return message;
    } catch (InvalidProtocolBufferException | tools.jackson.core.JacksonException e) {
      throw OptimaException.invalid(
          "the body is not a readable JSON object: %s", String.valueOf(e.getMessage()));
    }
  }

  private static void expandWords(ObjectNode object, Descriptor message) {
    for (FieldDescriptor field : message.getFields()) {
      JsonNode value = object.get(field.getJsonName());
      if (value instanceof ObjectNode inner
          && field.getJavaType() == JavaType.MESSAGE
          && !field.isMapField()) {
        expandWords(inner, field.getMessageType());
      }
      if (value != null && value.isString() && field.getJavaType() == JavaType.ENUM) {
        EnumValueDescriptor constant =
            field
                .getEnumType()
                .findValueByName(
                    prefix(field.getEnumType()) + value.asString().toUpperCase(Locale.ROOT));
        if (constant != null) {
          object.put(field.getJsonName(), constant.getName());
        }
      }
    }
  }
}
