package io.optima.model.transform;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.dataset.Mode;
import io.optima.model.schema.DataType;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A governed transformation: inputs, steps that depend on each other, outputs. Inputs and outputs
 * of steps share one space of names.
 *
 * @param inputs name → dataset, pinned or the latest version at the start of a run
 * @param parameters name → type and default; bound as {@code $name}, never pasted
 * @param outputs name of a step's output → where it goes
 */
public record Definition(
    String name,
    String description,
    Map<String, DatasetRef> inputs,
    Map<String, Parameter> parameters,
    Map<StepName, Step> steps,
    Map<String, Output> outputs,
    RunRules rules) {
  public Definition {
    checkName(name);
    inputs = inOrder(inputs);
    parameters = inOrder(parameters);
    steps = inOrder(steps);
    outputs = inOrder(outputs);
    if (steps.isEmpty()) {
      throw OptimaException.invalid("transformation %s has no steps", name);
    }
  }

  /**
   * Its steps, each behind all that it needs.
   *
   * @throws OptimaException INVALID_ARGUMENT when there is no such order
   */
  public List<StepName> order() {
    Map<StepName, List<StepName>> needs = new LinkedHashMap<>();
    steps.forEach((step, spec) -> needs.put(step, spec.needs()));
    return StepOrder.of(needs);
  }

  private static <K, V> Map<K, V> inOrder(Map<K, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
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

  /**
   * A step.
   *
   * @param needs steps that have to finish before it starts
   * @param retry null: the run's rule
   * @param timeout of one attempt; null: the service's
   */
  public record Step(
      List<StepName> needs, StepWork work, @Nullable RetryRule retry, @Nullable Duration timeout) {
    public Step {
      needs = List.copyOf(needs);
      if (timeout != null) {
        RetryRule.checkDuration("timeout", timeout);
      }
    }
  }

  /** Where the rows of a step go. */
  public record Output(DatasetName dataset, Mode mode) {}
}
