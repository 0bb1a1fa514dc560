package io.optima.model.transform;

/** A step of a run. */
public record StepRef(String run, StepName step) {
  @Override
  public String toString() {
    return run + "/" + step;
  }
}
