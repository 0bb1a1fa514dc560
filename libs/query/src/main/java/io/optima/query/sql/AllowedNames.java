package io.optima.query.sql;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Functions and types that SQL may name, by kind; the list is {@code allowed-functions.txt}. */
public final class AllowedNames {
  /** Where a name may stand. */
  public enum Kind {
    OPERATOR,
    SCALAR,
    AGGREGATE,
    WINDOW,
    TABLE,
    TYPE
  }

  private static final AllowedNames LISTED = load();

  private final Map<Kind, Set<String>> names;
  private final Map<String, Set<String>> topics;

  private AllowedNames(Map<Kind, Set<String>> names, Map<String, Set<String>> topics) {
    this.names = names;
    this.topics = topics;
  }

  /** The list that ships with Optima. */
  public static AllowedNames listed() {
    return LISTED;
  }

  /** All names of a kind in lower case, sorted. */
  public Set<String> of(Kind kind) {
    return Collections.unmodifiableSet(names.getOrDefault(kind, Set.of()));
  }

  /** All names below one heading of the list, such as {@code text}, sorted. */
  Set<String> about(String topic) {
    return Collections.unmodifiableSet(topics.getOrDefault(topic, Set.of()));
  }

  /** Whether an expression may call it. */
  boolean inExpression(String function) {
    return has(Kind.OPERATOR, function)
        || has(Kind.SCALAR, function)
        || has(Kind.AGGREGATE, function)
        || has(Kind.WINDOW, function);
  }

  /** Whether it may stand in FROM. */
  boolean inFrom(String function) {
    return has(Kind.TABLE, function);
  }

  boolean isType(String type) {
    return has(Kind.TYPE, type.replace(' ', '_'));
  }

  private boolean has(Kind kind, String name) {
    return of(kind).contains(name.toLowerCase(Locale.ROOT));
  }

  private static AllowedNames load() {
    Map<Kind, Set<String>> names = new EnumMap<>(Kind.class);
    Map<String, Set<String>> topics = new HashMap<>();
    Kind kind = Kind.OPERATOR;
    String topic = "";
    for (String line : Resources.lines("allowed-functions.txt")) {
      if (line.startsWith("[")) {
        int end = line.indexOf(']');
        kind = Kind.valueOf(line.substring(1, end).toUpperCase(Locale.ROOT));
        topic = line.substring(end + 1).strip();
      } else {
        List<String> listed = Arrays.asList(line.split(" +"));
        names.computeIfAbsent(kind, k -> new TreeSet<>()).addAll(listed);
        topics.computeIfAbsent(topic, t -> new TreeSet<>()).addAll(listed);
      }
    }
    return new AllowedNames(names, topics);
  }
}
