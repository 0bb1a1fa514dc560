package io.optima.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.optima.gateway.stream.PartitionNodes.Appended;
import io.optima.gateway.stream.Publications.Event;
import io.optima.gateway.wire.ProtoJson;
import io.optima.gateway.wire.RowJson;
import io.optima.gateway.wire.StreamProtos;
import io.optima.model.OptimaException;
import io.optima.query.protobuf.RowMessages;
import io.optima.store.Json;
import io.optima.v1.PublishRecordRequest;
import io.optima.v1.RecordHeader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Records in bodies: {@code {"key": "k", "value": …, "headers": {…}, "id": "e"}}, or an array of
 * those. A value that is no text is stored as its JSON, and that of a typed stream is an object of
 * its columns; bytes stand as Base64 in {@code valueBase64} and {@code keyBase64}.
 */
final class PostedRecords {
  private PostedRecords() {}

  static List<Event> raw(byte[] body, @Nullable String key, String id) {
    PublishRecordRequest.Builder record =
        PublishRecordRequest.newBuilder().setId(id).setData(ByteString.copyFrom(body));
    if (key != null) {
      record.setKey(ByteString.copyFrom(key, UTF_8));
    }
    return List.of(StreamProtos.event(record.build()));
  }

  /**
   * @param rows what the stream's values are; null: bytes
   */
  static List<Event> json(String body, @Nullable RowMessages rows) {
    JsonNode tree = tree(body);
    List<Event> events = new ArrayList<>();
    for (JsonNode record : tree.isArray() ? tree : List.of(tree)) {
      if (!(record instanceof ObjectNode object)) {
        throw OptimaException.invalid(
            "record %d is no JSON object: write {\"value\": …}", events.size());
      }
      events.add(event(object, rows, events.size()));
    }
    if (events.isEmpty()) {
      throw OptimaException.invalid("the body has no records: write {\"value\": …}");
    }
    return events;
  }

  private static JsonNode tree(String body) {
    try {
      return Json.mapper().readTree(body);
    } catch (JacksonException e) {
      throw OptimaException.invalid(
          "the body is no JSON: %s", String.valueOf(e.getOriginalMessage()));
    }
  }

  private static Event event(ObjectNode object, @Nullable RowMessages rows, int number) {
    PublishRecordRequest.Builder record =
        PublishRecordRequest.newBuilder().setId(object.path("id").asString(""));
    ByteString key = bytes(object, "key");
    if (key != null) {
      record.setKey(key);
    }
    ByteString value = value(object, rows, number);
    if (value == null) {
      throw OptimaException.invalid("a record has no value: write {\"value\": …}");
    }
    record.setData(value);
    for (Map.Entry<String, JsonNode> header : object.path("headers").properties()) {
      record.addHeaders(
          RecordHeader.newBuilder().setName(header.getKey()).setValue(bytes(header.getValue())));
    }
    return StreamProtos.event(record.build());
  }

  private static @Nullable ByteString value(
      ObjectNode object, @Nullable RowMessages rows, int number) {
    if (rows == null || !object.hasNonNull("value")) {
      return bytes(object, "value");
    }
    try {
      return RowJson.bytes(rows, object.get("value"));
    } catch (OptimaException e) {
      throw new OptimaException(e.code(), "record %d: %s".formatted(number, e.text()), e);
    }
  }

  private static @Nullable ByteString bytes(ObjectNode object, String name) {
    JsonNode encoded = object.get(name + "Base64");
    if (encoded != null) {
      return decoded(name, encoded.asString(""));
    }
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : bytes(value);
  }

  private static ByteString decoded(String name, String text) {
    try {
      return ByteString.copyFrom(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw OptimaException.invalid("%sBase64 is no Base64", name);
    }
  }

  private static ByteString bytes(JsonNode value) {
    return ByteString.copyFrom(value.isString() ? value.asString() : value.toString(), UTF_8);
  }

  static ResponseEntity<byte[]> reply(List<Appended> places) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode records = answer.putArray("records");
    places.forEach(place -> records.add(ProtoJson.tree(StreamProtos.event(place))));
    return ResponseEntity.status(HttpStatus.CREATED)
        .contentType(MediaType.APPLICATION_JSON)
        .body(Json.bytes(answer));
  }
}
