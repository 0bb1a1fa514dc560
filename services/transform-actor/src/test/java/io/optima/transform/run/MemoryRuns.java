package io.optima.transform.run;

import io.optima.model.transform.Fate;
import io.optima.model.transform.RunRecord;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepRef;
import io.optima.model.transform.StepResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The store in memory. */
class MemoryRuns implements RunStore {
  final Map<String, RunRecord> started = new HashMap<>();
  final Map<String, RunRecord> finished = new HashMap<>();
  final Map<StepRef, StepResult> steps = new HashMap<>();
  final Map<String, Fate> fates = new HashMap<>();

  @Override
  public Optional<RunRecord> started(String run) {
    return Optional.ofNullable(started.get(run));
  }

  @Override
  public Optional<RunRecord> finished(String run) {
    return Optional.ofNullable(finished.get(run));
  }

  @Override
  public void finish(RunRecord record) {
    finished.putIfAbsent(record.run().id(), record);
  }

  void put(String run, StepResult result) {
    steps.putIfAbsent(new StepRef(run, result.step()), result);
  }

  @Override
  public Optional<StepResult> step(String run, StepName step) {
    return Optional.ofNullable(steps.get(new StepRef(run, step)));
  }

  @Override
  public List<StepResult> steps(String run) {
    return steps.entrySet().stream()
        .filter(entry -> entry.getKey().run().equals(run))
        .map(Map.Entry::getValue)
        .toList();
  }

  @Override
  public Fate decide(String run, Fate fate) {
    return Optional.ofNullable(fates.putIfAbsent(run, fate)).orElse(fate);
  }
}
