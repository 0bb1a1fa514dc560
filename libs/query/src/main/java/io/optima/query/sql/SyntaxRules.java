package io.optima.query.sql;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which nodes, fields and places a syntax tree may have; the list is {@code syntax-tree.txt}. */
final class SyntaxRules {
  /** Kind of a field that must be empty. */
  static final String NOTHING = "nothing";

  /** Kind of a field that holds plain values. */
  static final String PLAIN = "";

  private static final String ANY = "-";
  private static final SyntaxRules LISTED = load();

  private final Map<String, Map<String, Shape>> kinds;

  private SyntaxRules(Map<String, Map<String, Shape>> kinds) {
    this.kinds = kinds;
  }

  static SyntaxRules listed() {
    return LISTED;
  }

  /** Field → kind of what it holds. */
  record Shape(Map<String, String> fields) {}

  /** The shape of that type where this kind may stand; null when it may not stand there. */
  @Nullable Shape shape(String kind, String type) {
    Map<String, Shape> shapes = kinds.getOrDefault(kind, Map.of());
    Shape only = shapes.get(ANY);
    return only == null ? shapes.get(type) : only;
  }

  private static SyntaxRules load() {
    Map<String, Map<String, Shape>> kinds = new HashMap<>();
    for (String line : Resources.lines("syntax-tree.txt")) {
      String[] words = line.split(" +");
      Map<String, String> fields = new LinkedHashMap<>();
      for (int i = 2; i < words.length; i++) {
        int equals = words[i].indexOf('=');
        String field = equals < 0 ? words[i] : words[i].substring(0, equals);
        fields.put(field, equals < 0 ? PLAIN : words[i].substring(equals + 1));
      }
      kinds.computeIfAbsent(words[0], k -> new HashMap<>()).put(words[1], new Shape(fields));
    }
    return new SyntaxRules(kinds);
  }
}
