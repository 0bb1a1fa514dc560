package io.optima.model.transform;

import static java.util.Objects.requireNonNull;

/** A step of a run. */
public record StepRef(String run, StepName step) {
  public StepRef {
    requireNonNull(run);
    requireNonNull(step);
  }

  @Override
  public String toString() {
    return run + "/" + step;
  }
}
