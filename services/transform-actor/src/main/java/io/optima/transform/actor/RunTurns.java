package io.optima.transform.actor;

import io.dapr.actors.ActorType;
import io.optima.model.transform.Run;
import io.optima.model.transform.Run.Progress;
import io.optima.transform.Outcome;
import java.util.List;

/** The turns of the Run actor, whose id is the run's. */
@ActorType(name = RunTurns.TYPE)
public interface RunTurns {
  String TYPE = "Run";

  /** The run as it is now. */
  Run get();

  /** Sees to it that somebody works on the run; harmless at any time. */
  Run look();

  /** An attempt shows that it lives. */
  Answer beat(Beat beat);

  /** An attempt has ended. */
  Run end(End end);

  /** Asks for the end, in the name of a principal. */
  Run cancel(String by);

  /** Progress of the attempt since its last sign of life. */
  record Beat(String epoch, Progress progress, List<String> lines) {
    public Beat {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Answer to an attempt.
   *
   * @param goOn false: stop, nobody waits for this attempt any more
   */
  record Answer(boolean goOn) {}

  /** An attempt's outcome. */
  record End(String epoch, Outcome outcome) {}
}
