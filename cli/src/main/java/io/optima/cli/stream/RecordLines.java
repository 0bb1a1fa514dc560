package io.optima.cli.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.optima.client.ReceivedRecord;
import io.optima.model.OptimaException;
import io.optima.model.stream.StreamRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Records as lines of JSON: {@code {"key":"k","value":…,"headers":{"h":"x"},"timestamp":"…Z"}}. A
 * value that is no text is written as its JSON. Bytes that are no UTF-8 stand as Base64 in {@code
 * keyBase64} and {@code valueBase64}.
 */
final class RecordLines {
  private static final String BASE64 = "Base64";

  private RecordLines() {}

  static StreamRecord parse(String line, long number) {
    try {
      if (JsonMapper.shared().readTree(line) instanceof ObjectNode object) {
        return new StreamRecord(
            timestamp(object.get("timestamp")),
            bytes(object, "key"),
            bytes(object, "value"),
            headers(object.get("headers")));
      }
    } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
      throw OptimaException.invalid("line %d: %s", number, String.valueOf(e.getMessage()));
    }
    throw OptimaException.invalid(
        "line %d is no JSON object: write {\"value\": …}, or leave --json away", number);
  }

  private static long timestamp(@Nullable JsonNode time) {
    if (time == null || time.isNull()) {
      return 0;
    }
    return time.isNumber()
        ? time.asLong()
        : ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time.asString()));
  }

  private static byte @Nullable [] bytes(ObjectNode object, String name) {
    JsonNode encoded = object.get(name + BASE64);
    return encoded == null
        ? bytes(object.get(name))
        : Base64.getDecoder().decode(encoded.asString());
  }

  private static byte @Nullable [] bytes(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return null;
    }
    return (value.isString() ? value.asString() : value.toString()).getBytes(UTF_8);
  }

  private static List<StreamRecord.Header> headers(@Nullable JsonNode headers) {
    List<StreamRecord.Header> found = new ArrayList<>();
    if (headers != null) {
      for (Map.Entry<String, JsonNode> header : headers.properties()) {
        found.add(new StreamRecord.Header(header.getKey(), bytes(header.getValue())));
      }
    }
    return found;
  }

  /** The text of a field of a JSON line; null when it has none. */
  static byte @Nullable [] field(byte[] line, String name, long number) {
    try {
      return bytes(JsonMapper.shared().readTree(line).get(name));
    } catch (JacksonException e) {
      throw OptimaException.invalid(
          "line %d is no JSON, so it has no field '%s' for the key", number, name);
    }
  }

  /** A line with the record's value as it is, or with all that is known of it as JSON. */
  static void write(ReceivedRecord record, boolean json, OutputStream out) throws IOException {
    if (json) {
      out.write(line(record).getBytes(UTF_8));
    } else if (record.record().value() != null) {
      out.write(record.record().value());
    }
    out.write('\n');
  }

  static String line(ReceivedRecord received) {
    StreamRecord record = received.record();
    ObjectNode line = JsonMapper.shared().createObjectNode();
    line.put("partition", received.partition());
    line.put("offset", received.offset());
    line.put("timestamp", Instant.EPOCH.plus(record.timestamp(), ChronoUnit.MICROS).toString());
    put(line, "key", record.key());
    put(line, "value", record.value());
    if (!record.headers().isEmpty()) {
      ObjectNode headers = line.putObject("headers");
      record.headers().forEach(header -> put(headers, header.name(), header.value()));
    }
    return line.toString();
  }

  private static void put(ObjectNode line, String name, byte @Nullable [] bytes) {
    if (bytes == null) {
      line.putNull(name);
      return;
    }
    try {
      line.put(name, UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      line.put(name + BASE64, Base64.getEncoder().encodeToString(bytes));
    }
  }
}
