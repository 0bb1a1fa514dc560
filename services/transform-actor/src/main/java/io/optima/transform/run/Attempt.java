package io.optima.transform.run;

import io.optima.model.transform.Definition;
import io.optima.model.transform.RunRecord;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepRef;
import io.optima.model.transform.StepResult;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One try to carry out a step.
 *
 * @param number from 1
 * @param epoch its name among all attempts
 * @param results of the steps that have finished
 */
public record Attempt(
    RunRecord record,
    Definition definition,
    StepName step,
    int number,
    String epoch,
    SortedMap<StepName, StepResult> results) {
  public Attempt {
    results = Collections.unmodifiableSortedMap(new TreeMap<>(results));
  }

  public String run() {
    return record.run().id();
  }

  /** Names the step among those of all runs. */
  public StepRef ref() {
    return new StepRef(run(), step);
  }
}
