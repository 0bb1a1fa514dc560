package io.optima.transform.run;

import io.optima.model.transform.Run.Progress;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepRef;
import io.optima.model.transform.StepResult;
import io.optima.model.transform.StepRun;
import io.optima.model.transform.StepState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a run remembers of a step.
 *
 * @param attempt from 1, rises by one; 0 before the first
 * @param failures attempts that failed
 * @param lost attempts that vanished or were interrupted
 * @param epoch names the current attempt; empty when there is none
 * @param holder process that carries the attempt out; empty when there is none
 * @param queued when it could start first; null before that
 * @param notBefore end of its pause; null for none
 */
public record StepEntry(
    StepState state,
    int attempt,
    int failures,
    int lost,
    String epoch,
    String holder,
    @Nullable Instant queued,
    @Nullable Instant notBefore,
    @Nullable Instant started,
    @Nullable Instant ended,
    Progress progress,
    String message,
    @Nullable StepRef reused) {
  public static final StepEntry NEW =
      new StepEntry(
          StepState.WAITING, 0, 0, 0, "", "", null, null, null, null, Progress.NONE, "", null);

  StepEntry ready(Instant now, @Nullable Instant pause) {
    return new StepEntry(
        StepState.READY,
        attempt,
        failures,
        lost,
        "",
        "",
        queued == null ? now : queued,
        pause,
        started,
        null,
        Progress.NONE,
        message,
        null);
  }

  StepEntry running(String newEpoch, String by, Instant now) {
    return new StepEntry(
        StepState.RUNNING,
        attempt + 1,
        failures,
        lost,
        newEpoch,
        by,
        queued,
        null,
        now,
        null,
        Progress.NONE,
        "",
        null);
  }

  StepEntry done(StepResult result, Instant now) {
    return new StepEntry(
        result.reused() == null ? StepState.SUCCEEDED : StepState.REUSED,
        attempt,
        failures,
        lost,
        "",
        "",
        queued == null ? now : queued,
        null,
        started,
        now,
        result.progress(),
        result.note(),
        result.reused());
  }

  StepEntry ended(StepState how, String why, Instant now) {
    return new StepEntry(
        how, attempt, failures, lost, "", "", queued, null, started, now, progress, why, null);
  }

  StepEntry failedOnce(String why) {
    return counted(failures + 1, lost, why);
  }

  StepEntry lostOnce(String why) {
    return counted(failures, lost + 1, why);
  }

  private StepEntry counted(int failed, int vanished, String why) {
    return new StepEntry(
        state, attempt, failed, vanished, epoch, holder, queued, notBefore, started, ended,
        progress, why, reused);
  }

  StepRun shown(StepName name, Progress current) {
    return new StepRun(
        name,
        state,
        attempt,
        failures,
        state == StepState.RUNNING ? current : progress,
        queued,
        started,
        ended,
        message,
        reused);
  }
}
