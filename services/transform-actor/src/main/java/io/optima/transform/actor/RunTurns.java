package io.optima.transform.actor;

import io.dapr.actors.ActorType;
import io.optima.model.transform.Run;
import io.optima.transform.run.RunHead;
import io.optima.transform.run.RunKeeper.Ended;
import io.optima.transform.run.RunKeeper.Sign;
import java.util.List;
import java.util.Set;

/** The turns of the Run actor, whose id is the run's. */
@ActorType(name = RunTurns.TYPE)
public interface RunTurns {
  String TYPE = "Run";

  /** The run as it is now. */
  Run get();

  /** Sees to it that somebody works on the run; harmless at any time. */
  Run look();

  /** Attempts show that they live. */
  Answer beat(Beat beat);

  /** Attempts have ended. */
  Run ended(Ends ends);

  /** Somebody asks for something. */
  Run control(Wish wish);

  /** What attempts of one process have to tell since their last sign of life. */
  record Beat(List<Sign> signs) {
    public Beat {
      signs = List.copyOf(signs);
    }
  }

  /**
   * Answer to attempts.
   *
   * @param stop epochs of those for which nobody waits any more
   */
  record Answer(Set<String> stop) {
    public Answer {
      stop = Set.copyOf(stop);
    }
  }

  /** Attempts of one process that ended. */
  record Ends(List<Ended> ended) {
    public Ends {
      ended = List.copyOf(ended);
    }
  }

  /** What somebody wants of a run. */
  record Wish(RunHead.Control control, String by) {}
}
