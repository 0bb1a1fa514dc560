package io.optima.query.lineage;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Short ways through a syntax tree. */
final class Trees {
  private Trees() {}

  static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }

  static Stream<JsonNode> each(JsonNode node, String field) {
    return node.path(field).valueStream();
  }

  static List<String> texts(JsonNode node, String field) {
    return each(node, field).map(name -> Objects.toString(name.asString(""), "")).toList();
  }

  /** Whether the field holds a node. */
  static boolean has(JsonNode node, String field) {
    return node.path(field).isObject();
  }
}
