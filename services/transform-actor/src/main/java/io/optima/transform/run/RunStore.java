package io.optima.transform.run;

import io.optima.model.transform.Fate;
import io.optima.model.transform.RunRecord;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepResult;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of runs for good. Each thing is written once, durably when the call returns, and
 * never changes: of several writers the first counts.
 */
public interface RunStore {
  /** How the run began. */
  Optional<RunRecord> started(String run);

  /** How the run ended. */
  Optional<RunRecord> finished(String run);

  /** Writes how the run ended, unless that is written already. */
  void finish(RunRecord record);

  Optional<StepResult> step(String run, StepName step);

  /** Results of all steps that have one. */
  List<StepResult> steps(String run);

  /** Decides what becomes of the outputs, unless that is decided already; what is decided. */
  Fate decide(String run, Fate fate);
}
