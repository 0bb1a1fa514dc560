package io.optima.model.transform;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.schema.DataType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A governed transformation: inputs, one SQL statement, an output.
 *
 * @param inputs name in the SQL → dataset, pinned or the latest version at the start of a run
 * @param parameters name → type and default; bound in the SQL as {@code $name}, never pasted
 */
public record Definition(
    String name,
    String description,
    Map<String, DatasetRef> inputs,
    String sql,
    DatasetName output,
    Map<String, Parameter> parameters) {
  public Definition {
    checkName(name);
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    if (inputs.isEmpty()) {
      throw OptimaException.invalid("transformation %s has no inputs", name);
    }
    if (sql.isBlank()) {
      throw OptimaException.invalid("transformation %s has no SQL", name);
    }
  }

  /**
   * Refuses what cannot be a transformation's name.
   *
   * @throws OptimaException INVALID_ARGUMENT
   */
  public static void checkName(String name) {
    if (!name.matches("[a-z0-9][a-z0-9_-]{0,127}")) {
      throw OptimaException.invalid(
          "transformation '%s' is not allowed: use 1 to 128 of a-z, 0-9, _ and -", Shown.of(name));
    }
  }

  /**
   * A typed parameter.
   *
   * @param byDefault its text when a run gives none; null when a run must give one
   */
  public record Parameter(DataType type, @Nullable String byDefault) {}
}
