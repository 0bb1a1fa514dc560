package io.optima.cli.transform;

import io.optima.cli.output.Amounts;
import io.optima.v1.Run;
import io.optima.v1.RunState;
import io.optima.v1.StepState;
import java.util.Locale;
import java.util.stream.Collectors;

/** Runs as text. */
final class Runs {
  private Runs() {}

  static boolean ended(Run run) {
    return switch (run.getState()) {
      case RUN_STATE_SUCCEEDED, RUN_STATE_FAILED, RUN_STATE_CANCELLED -> true;
      default -> false;
    };
  }

  static String state(RunState state) {
    return state.name().replace("RUN_STATE_", "").toLowerCase(Locale.ROOT);
  }

  /** What happened, in one line. */
  static String line(Run run) {
    String what = "run " + run.getId() + " " + state(run.getState());
    return what
        + switch (run.getState()) {
          case RUN_STATE_SUCCEEDED -> ": " + result(run);
          case RUN_STATE_FAILED, RUN_STATE_CANCELLED ->
              run.getMessage().isEmpty() ? "" : ": " + run.getMessage();
          default -> run.getRowsWritten() == 0 ? "" : ", " + written(run);
        };
  }

  private static String result(Run run) {
    String versions = outputs(run);
    if (run.getAlreadyComputed()) {
      boolean one = run.getOutputsCount() == 1;
      return versions + (one ? " is" : " are") + " already computed from these inputs";
    }
    return versions.isEmpty() ? written(run) : versions + ", " + written(run);
  }

  /** The versions that it made or found; empty before that. */
  static String outputs(Run run) {
    return run.getOutputsList().stream()
        .filter(output -> output.getVersion() > 0)
        .map(output -> output.getDataset() + "@" + output.getVersion())
        .collect(Collectors.joining(", "));
  }

  static String state(StepState state) {
    return state.name().replace("STEP_STATE_", "").toLowerCase(Locale.ROOT);
  }

  private static String written(Run run) {
    return Amounts.count(run.getRowsWritten(), "row") + ", " + Amounts.bytes(run.getBytesWritten());
  }
}
