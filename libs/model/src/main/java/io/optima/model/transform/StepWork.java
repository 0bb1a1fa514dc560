package io.optima.model.transform;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a step does. */
public sealed interface StepWork {
  /** Names of the tables that it makes, in their order. */
  Set<String> outputs();

  /**
   * Statements over inputs and earlier steps.
   *
   * @param statements name of the output → one SELECT
   */
  record SqlWork(Map<String, String> statements) implements StepWork {
    public SqlWork {
      statements = Collections.unmodifiableMap(new LinkedHashMap<>(statements));
    }

    @Override
    public Set<String> outputs() {
      return statements.keySet();
    }
  }
}
