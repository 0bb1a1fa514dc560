package io.optima.model.transform;

import io.optima.model.dataset.Input;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One execution of a transformation.
 *
 * @param id unique, sortable by start time
 * @param revision of the definition it runs
 * @param inputs versions pinned when it was started, by their names
 * @param outputs datasets it writes
 * @param steps in the order of the definition, the commit of the outputs last
 * @param message why it failed or was cancelled; empty otherwise
 * @param changed moves whenever anything else does
 */
public record Run(
    String id,
    String transformation,
    long revision,
    RunState state,
    Map<String, String> parameters,
    Map<String, Input> inputs,
    List<RunOutput> outputs,
    String principal,
    List<StepRun> steps,
    List<LogLine> log,
    String message,
    Instant created,
    Instant changed,
    String traceparent) {
  public Run {
    parameters = Map.copyOf(parameters);
    inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
    outputs = List.copyOf(outputs);
    steps = List.copyOf(steps);
    log = List.copyOf(log);
  }

  /** Rows and bytes written so far. */
  public record Progress(long rows, long bytes) {
    public static final Progress NONE = new Progress(0, 0);

    public Progress plus(Progress other) {
      return new Progress(rows + other.rows, bytes + other.bytes);
    }
  }

  /** One line of the run's log. */
  public record LogLine(Instant time, String text) {}

  /**
   * With these names for its inputs. Stores of earlier versions list inputs without names, in the
   * order of the names.
   */
  public Run namedAs(Set<String> names) {
    if (names.equals(inputs.keySet()) || names.size() != inputs.size()) {
      return this;
    }
    Map<String, Input> named = new TreeMap<>();
    Iterator<Input> each = inputs.values().iterator();
    new TreeSet<>(names).forEach(name -> named.put(name, each.next()));
    return new Run(
        id,
        transformation,
        revision,
        state,
        parameters,
        named,
        outputs,
        principal,
        steps,
        log,
        message,
        created,
        changed,
        traceparent);
  }

  /** The highest attempt of any step; 0 before the first. */
  public int attempt() {
    return steps.stream().mapToInt(StepRun::attempt).max().orElse(0);
  }

  /** Of all steps together. */
  public Progress progress() {
    return steps.stream().map(StepRun::progress).reduce(Progress.NONE, Progress::plus);
  }

  /** Nothing had to be done: every result was there, and so was the content of every output. */
  public boolean alreadyComputed() {
    return state == RunState.SUCCEEDED
        && steps.stream()
            .allMatch(
                step -> step.state() == StepState.REUSED || step.name().equals(StepName.COMMIT))
        && outputs.stream().allMatch(RunOutput::unchanged);
  }
}
