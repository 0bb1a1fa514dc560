package io.optima.query.sql;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
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

  private AllowedNames(Map<Kind, Set<String>> names) {
    this.names = names;
  }

  /** The list that ships with Optima. */
  public static AllowedNames listed() {
    return LISTED;
  }

  /** All names of a kind in lower case, sorted. */
  public Set<String> of(Kind kind) {
    return Collections.unmodifiableSet(names.getOrDefault(kind, Set.of()));
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

  /** Whether it is computed from many rows. */
  boolean isAggregate(String function) {
    return has(Kind.AGGREGATE, function);
  }

  boolean isType(String type) {
    return has(Kind.TYPE, type.replace(' ', '_'));
  }

  private boolean has(Kind kind, String name) {
    return of(kind).contains(name.toLowerCase(Locale.ROOT));
  }

  private static AllowedNames load() {
    Map<Kind, Set<String>> names = new EnumMap<>(Kind.class);
    Kind kind = Kind.OPERATOR;
    for (String line : Resources.lines("allowed-functions.txt")) {
      if (line.startsWith("[")) {
        kind = Kind.valueOf(line.substring(1, line.indexOf(']')).toUpperCase(Locale.ROOT));
      } else {
        names.computeIfAbsent(kind, k -> new TreeSet<>()).addAll(Arrays.asList(line.split(" +")));
      }
    }
    return new AllowedNames(names);
  }
}
