package io.optima.query.sql;

import io.optima.model.OptimaException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/**
 * Where in a SQL text something stands.
 *
 * @param start offset in bytes of UTF-8, or -1 when the parser does not tell
 * @param length in bytes
 */
record Place(int start, int length) {
  static final Place UNKNOWN = new Place(-1, 0);

  static Place of(JsonNode node) {
    JsonNode start = node.path("query_location");
    JsonNode length = node.path("query_location_length");
    // the parser writes 2^64-1 for "unknown"
    return start.canConvertToInt() && length.canConvertToInt()
        ? new Place(start.intValue(), length.intValue())
        : UNKNOWN;
  }

  boolean known() {
    return start >= 0;
  }

  /** Refusal of what stands here; the position is counted in characters from 1. */
  OptimaException refuse(String sql, String message) {
    return OptimaException.invalid("%s", known() ? at(sql) + ": " + message : "SQL: " + message);
  }

  private String at(String sql) {
    byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
    int end = Math.min(start, bytes.length);
    String before = new String(bytes, 0, end, StandardCharsets.UTF_8);
    return "SQL at position " + (before.codePointCount(0, before.length()) + 1);
  }
}
