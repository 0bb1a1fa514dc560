package io.optima.runtime.actor;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.store.Json;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * How values travel to an actor and back: {@code {"traceparent": "…", "body": …}} there, {@code
 * {"body": …}} or {@code {"error": {"code": "…", "message": "…"}}} back. Dapr itself would turn an
 * error into a status 500 without its code.
 */
final class Envelope {
  private static final String TRACEPARENT = "traceparent";

  private Envelope() {}

  private record Request(String traceparent, @Nullable Object body) {}

  private record Reply(@Nullable Object body) {}

  private record Failure(Refusal error) {}

  private record Refusal(ErrorCode code, String message) {}

  static byte[] request(String traceparent, @Nullable Object body) {
    return Json.bytes(new Request(traceparent, body));
  }

  static byte[] reply(@Nullable Object body) {
    return Json.bytes(new Reply(body));
  }

  static byte[] failure(OptimaException error) {
    return Json.bytes(new Failure(new Refusal(error.code(), error.text())));
  }

  /** The trace context of a request without reading its body; empty when there is none. */
  static String traceparent(byte[] request) {
    try (JsonParser json = Json.mapper().createParser(request)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        if (json.currentName().equals(TRACEPARENT)) {
          return json.nextToken() == JsonToken.VALUE_STRING ? json.getString() : "";
        }
        json.nextToken();
        json.skipChildren();
      }
      return "";
    } catch (JacksonException notJson) {
      return "";
    }
  }

  /**
   * What a request or a reply carries.
   *
   * @throws OptimaException the error that a reply carries instead; INVALID_ARGUMENT when the body
   *     is not of that type
   */
  static @Nullable Object body(byte[] envelope, Type type) {
    try {
      JsonNode tree = Json.mapper().readTree(envelope);
      JsonNode error = tree.path("error");
      if (error.isObject()) {
        throw new OptimaException(code(error), error.path("message").asString(""));
      }
      JsonNode body = tree.path("body");
      return body.isNull() || body.isMissingNode()
          ? null
          : Json.mapper().treeToValue(body, Json.mapper().constructType(type));
    } catch (JacksonException e) {
      if (e.getCause() instanceof OptimaException invalid) {
        throw invalid;
      }
      throw OptimaException.invalid(
          "this is not the JSON of a %s: %s", type.getTypeName(), e.getOriginalMessage());
    }
  }

  private static ErrorCode code(JsonNode error) {
    try {
      return ErrorCode.valueOf(error.path("code").asString(""));
    } catch (IllegalArgumentException newer) {
      return ErrorCode.INTERNAL;
    }
  }
}
