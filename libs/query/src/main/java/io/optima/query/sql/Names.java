package io.optima.query.sql;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.dataset.Input;
import io.optima.model.transform.RowsRef;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What names in SQL mean beyond {@code group.name}.
 *
 * @param aliases bare names, in lower case, of a transformation's inputs
 * @param staged bare names, in lower case, of rows that belong to no dataset; none of them is an
 *     alias too
 * @param latest versions that unpinned names mean instead of the newest
 */
public record Names(
    Map<String, DatasetRef> aliases, Map<String, RowsRef> staged, Map<DatasetName, Long> latest) {
  public static final Names NONE = new Names(Map.of(), Map.of());

  public Names {
    Set<String> taken = new HashSet<>();
    aliases = lower(aliases, taken);
    staged = lower(staged, taken);
    latest = Map.copyOf(latest);
  }

  /** Without tables that are staged. */
  public Names(Map<String, DatasetRef> aliases, Map<DatasetName, Long> latest) {
    this(aliases, Map.of(), latest);
  }

  public static Names aliases(Map<String, DatasetRef> aliases) {
    return new Names(aliases, Map.of());
  }

  /** Unpinned names mean exactly these versions, as another check resolved them. */
  public static Names pinned(List<Input> inputs) {
    return new Names(
        Map.of(),
        inputs.stream().collect(Collectors.toMap(Input::dataset, Input::version, Math::max)));
  }

  /** These aliases and tables that are staged. */
  public Names withStaged(Map<String, RowsRef> tables) {
    return new Names(aliases, tables, latest);
  }

  private static <T> Map<String, T> lower(Map<String, T> named, Set<String> taken) {
    Map<String, T> lower = new TreeMap<>();
    named.forEach((name, what) -> lower.put(lower(name, taken), what));
    return Map.copyOf(lower);
  }

  private static String lower(String name, Set<String> taken) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,127}")
        || name.matches("(?i)(duckdb|pragma|pg|sqlite|information)_.*")) {
      throw OptimaException.invalid(
          "input name '%s' is not allowed: use letters, digits and _, starting with a letter",
          Shown.of(name));
    }
    String lower = name.toLowerCase(Locale.ROOT);
    if (!taken.add(lower)) {
      throw OptimaException.invalid("input name '%s' stands twice", name);
    }
    return lower;
  }
}
