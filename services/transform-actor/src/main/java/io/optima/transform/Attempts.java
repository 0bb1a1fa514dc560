package io.optima.transform;

import io.optima.transform.RunDecider.Here;

/** Where this process carries out attempts: a few at a time, never inside an actor's turn. */
public interface Attempts {
  /**
   * What this process knows of an attempt. The answer FREE takes a place for the run, which {@link
   * #start} uses or {@link #release} gives back; FULL puts the run in a line, to be looked after
   * again when there is room.
   */
  Here ask(String run, String epoch);

  /** Begins to carry out the attempt and returns; {@link #ask} has taken the place. */
  void start(Attempt attempt);

  /** Gives back a place that was not used. */
  void release(String run);
}
