package io.optima.query.sql;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Input;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What names in SQL mean beyond {@code group.name}.
 *
 * @param aliases bare names, in lower case, of a transformation's inputs
 * @param latest versions that unpinned names mean instead of the newest
 */
public record Names(Map<String, DatasetRef> aliases, Map<DatasetName, Long> latest) {
  public static final Names NONE = new Names(Map.of(), Map.of());

  public Names {
    Map<String, DatasetRef> lower = new TreeMap<>();
    aliases.forEach((name, ref) -> add(lower, name, ref));
    aliases = Map.copyOf(lower);
    latest = Map.copyOf(latest);
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

  private static void add(Map<String, DatasetRef> lower, String name, DatasetRef ref) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,127}")
        || name.matches("(?i)(duckdb|pragma|pg|sqlite|information)_.*")) {
      throw OptimaException.invalid(
          "input name '%s' is not allowed: use letters, digits and _, starting with a letter",
          io.optima.model.Shown.of(name));
    }
    if (lower.put(name.toLowerCase(java.util.Locale.ROOT), ref) != null) {
      throw OptimaException.invalid("input name '%s' stands twice", name);
    }
  }
}
