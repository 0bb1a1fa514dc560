package io.optima.transform.execute;

import io.optima.model.transform.Fate;
import io.optima.model.transform.RunRecord;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepResult;
import io.optima.store.RunRecords;
import io.optima.transform.run.RunStore;
import java.util.List;
import java.util.Optional;

/** Runs in the object store. */
public record StoredRuns(RunRecords records) implements RunStore {
  @Override
  public Optional<RunRecord> started(String run) {
    return records.started(run);
  }

  @Override
  public Optional<RunRecord> finished(String run) {
    return records.finished(run);
  }

  @Override
  public void finish(RunRecord record) {
    records.finish(record);
  }

  @Override
  public Optional<StepResult> step(String run, StepName step) {
    return records.step(run, step);
  }

  @Override
  public List<StepResult> steps(String run) {
    return records.steps(run);
  }

  @Override
  public Fate decide(String run, Fate fate) {
    return records.decide(run, fate);
  }
}
