package io.optima.cli.transform;

import io.optima.cli.output.Amounts;
import io.optima.v1.Run;
import io.optima.v1.RunState;
import java.util.Locale;

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
    String version = run.getOutput() + "@" + run.getVersion();
    return run.getAlreadyComputed()
        ? version + " is already computed from these inputs"
        : version + ", " + written(run);
  }

  private static String written(Run run) {
    return Amounts.count(run.getRowsWritten(), "row") + ", " + Amounts.bytes(run.getBytesWritten());
  }
}
