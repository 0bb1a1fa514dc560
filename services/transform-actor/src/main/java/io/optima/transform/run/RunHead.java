package io.optima.transform.run;

import io.optima.model.transform.RunState;

/**
 * What a run remembers beside its steps.
 *
 * @param control what somebody asked for
 * @param by who asked for it; empty when nobody did
 * @param message why it ended so; empty otherwise
 */
public record RunHead(RunState state, Control control, String by, String message) {
  static final RunHead NEW = new RunHead(RunState.QUEUED, Control.NONE, "", "");

  /** What a run was told to do. */
  public enum Control {
    NONE,
    PAUSE,
    CANCEL,
    /** Its time is over: as a cancel, but the run has failed. */
    EXPIRE;

    boolean isEnd() {
      return this == CANCEL || this == EXPIRE;
    }
  }

  RunHead with(RunState other) {
    return new RunHead(other, control, by, message);
  }

  RunHead with(Control other, String who) {
    return new RunHead(state, other, who, message);
  }

  RunHead ended(RunState how, String why) {
    return new RunHead(how, control, by, why);
  }
}
