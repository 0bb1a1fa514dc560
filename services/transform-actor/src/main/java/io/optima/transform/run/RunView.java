package io.optima.transform.run;

import io.optima.model.transform.Run;
import io.optima.model.transform.Run.LogLine;
import io.optima.model.transform.Run.Progress;
import io.optima.model.transform.RunOutput;
import io.optima.model.transform.RunState;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepResult;
import io.optima.model.transform.StepRun;
import io.optima.transform.run.RunHead.Control;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A run as others see it. */
final class RunView {
  private RunView() {}

  /**
   * The run now.
   *
   * @param accepted as it was accepted
   * @param progress of steps that are being worked on
   */
  static Run of(
      Run accepted,
      Plan plan,
      Journal journal,
      Map<StepName, StepResult> results,
      Map<StepName, Progress> progress,
      List<LogLine> log,
      Instant changed) {
    return new Run(
        accepted.id(),
        accepted.transformation(),
        accepted.revision(),
        state(journal.head()),
        accepted.parameters(),
        accepted.inputs(),
        outputs(accepted, results),
        accepted.principal(),
        plan.order().stream().map(step -> step(step, journal, progress)).toList(),
        log,
        journal.head().message(),
        accepted.created(),
        changed,
        accepted.traceparent());
  }

  private static RunState state(RunHead head) {
    boolean paused = head.control() == Control.PAUSE && !head.state().isTerminal();
    return paused ? RunState.PAUSED : head.state();
  }

  private static List<RunOutput> outputs(Run accepted, Map<StepName, StepResult> results) {
    StepResult commit = results.get(StepName.COMMIT);
    return commit == null ? accepted.outputs() : commit.committed();
  }

  private static StepRun step(StepName step, Journal journal, Map<StepName, Progress> progress) {
    return journal.step(step).shown(step, progress.getOrDefault(step, Progress.NONE));
  }
}
