package io.optima.transform.run;

import io.optima.model.transform.StepName;
import io.optima.model.transform.StepState;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Where a run and each of its steps stand. */
public record Journal(RunHead head, SortedMap<StepName, StepEntry> steps) {
  public Journal {
    steps = Collections.unmodifiableSortedMap(new TreeMap<>(steps));
  }

  /** Of a run that was just accepted. */
  public static Journal begin(Plan plan) {
    SortedMap<StepName, StepEntry> steps = new TreeMap<>();
    plan.order().forEach(step -> steps.put(step, StepEntry.NEW));
    return new Journal(RunHead.NEW, steps);
  }

  public boolean isTerminal() {
    return head.state().isTerminal();
  }

  StepEntry step(StepName name) {
    StepEntry entry = steps.get(name);
    if (entry == null) {
      throw new IllegalArgumentException("the run has no step " + name);
    }
    return entry;
  }

  long count(StepState state) {
    return steps.values().stream().filter(entry -> entry.state() == state).count();
  }

  boolean all(Predicate<StepState> wanted) {
    return steps.values().stream().map(StepEntry::state).allMatch(wanted);
  }

  Journal with(RunHead other) {
    return new Journal(other, steps);
  }

  Journal with(StepName name, StepEntry entry) {
    SortedMap<StepName, StepEntry> changed = new TreeMap<>(steps);
    changed.put(name, entry);
    return new Journal(head, changed);
  }

  /** The steps that are not as they were. */
  public SortedMap<StepName, StepEntry> changedSince(Journal before) {
    SortedMap<StepName, StepEntry> changed = new TreeMap<>();
    for (Map.Entry<StepName, StepEntry> each : steps.entrySet()) {
      if (!each.getValue().equals(before.steps.get(each.getKey()))) {
        changed.put(each.getKey(), each.getValue());
      }
    }
    return changed;
  }
}
