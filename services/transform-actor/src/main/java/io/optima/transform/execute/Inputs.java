package io.optima.transform.execute;

import io.optima.model.transform.Definition;
import io.optima.model.transform.Definition.Step;
import io.optima.model.transform.RowsRef;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepResult;
import io.optima.transform.run.Attempt;
import io.optima.transform.step.StepInput;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an attempt may work on. */
final class Inputs {
  private Inputs() {}

  static StepInput of(Attempt attempt, Step step) {
    SortedMap<String, RowsRef> tables = new TreeMap<>();
    for (StepName need : step.needs()) {
      StepResult result = Objects.requireNonNull(attempt.results().get(need));
      tables.putAll(result.rows());
    }
    Definition definition = attempt.definition();
    return new StepInput(
        attempt.ref(),
        attempt.record().caller(),
        new TreeMap<>(attempt.record().run().inputs()),
        tables,
        definition.parameters(),
        attempt.record().run().parameters());
  }
}
