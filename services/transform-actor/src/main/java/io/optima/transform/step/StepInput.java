package io.optima.transform.step;

import io.optima.model.Principal;
import io.optima.model.dataset.Input;
import io.optima.model.transform.Definition.Parameter;
import io.optima.model.transform.RowsRef;
import io.optima.model.transform.StepRef;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one run gives a step to work on.
 *
 * @param caller in whose name it reads
 * @param inputs versions that the inputs' names mean
 * @param tables made by the steps that it needs
 * @param parameters texts of all
 */
public record StepInput(
    StepRef ref,
    Principal caller,
    SortedMap<String, Input> inputs,
    SortedMap<String, RowsRef> tables,
    Map<String, Parameter> declared,
    Map<String, String> parameters) {
  public StepInput {
    inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
    declared = Map.copyOf(declared);
    parameters = Map.copyOf(parameters);
  }

  /** Values of the parameters by name. */
  public Map<String, Object> values() {
    return ParameterValues.values(declared, parameters);
  }
}
