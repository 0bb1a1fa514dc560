package io.optima.cli.transform;

import com.google.protobuf.Timestamp;
import io.optima.cli.output.Amounts;
import io.optima.cli.output.Table;
import io.optima.v1.Run;
import io.optima.v1.StepRun;
import java.time.Duration;
import java.time.Instant;

/** Steps of a run as text. */
final class Steps {
  private Steps() {}

  static Table table(Run run) {
    Table table =
        new Table("step", "state", "attempt", "rows", "waited", "took", "").right(2, 3, 4, 5);
    for (StepRun step : run.getStepsList()) {
      table.add(
          step.getName(),
          Runs.state(step.getState()),
          String.valueOf(step.getAttempt()),
          step.getRowsWritten() == 0 ? "" : String.valueOf(step.getRowsWritten()),
          step.hasQueued() && step.hasStarted() ? between(step.getQueued(), step.getStarted()) : "",
          step.hasStarted() && step.hasEnded() ? between(step.getStarted(), step.getEnded()) : "",
          note(step));
    }
    return table;
  }

  private static String note(StepRun step) {
    return step.getMessage().isEmpty() && !step.getReusedFrom().isEmpty()
        ? "result of run " + step.getReusedFrom()
        : step.getMessage();
  }

  private static String between(Timestamp from, Timestamp to) {
    return Amounts.duration(Duration.between(instant(from), instant(to)));
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
