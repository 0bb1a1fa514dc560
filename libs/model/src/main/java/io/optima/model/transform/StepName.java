package io.optima.model.transform;

import io.optima.model.OptimaException;
import io.optima.model.Shown;

/** Names a step within its transformation, and stands in SQL without quotes. */
public record StepName(String name) implements Comparable<StepName> {
  /** The last step of every run that has outputs: it commits them. */
  public static final StepName COMMIT = new StepName("commit");

  public StepName {
    if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
      throw OptimaException.invalid(
          "step '%s' is not a name: use 1 to 63 of a-z, 0-9 and _, starting with a letter",
          Shown.of(name));
    }
  }

  @Override
  public int compareTo(StepName other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
