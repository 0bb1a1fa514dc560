package io.optima.transform.run;

import java.time.Duration;
import java.util.Set;

/** Where this process carries out attempts: a few at a time, never inside an actor's turn. */
public interface Attempts {
  /** Epochs of the run's attempts that this process works on, or whose end it has yet to tell. */
  Set<String> working(String run);

  /**
   * Takes places for attempts, which {@link #start} uses or {@link #release} gives back. A run that
   * gets fewer than it wants is looked after again when there is room.
   *
   * @return how many, 0 to {@code wanted}
   */
  int reserve(String run, int wanted);

  /** Gives back places that were not used. */
  void release(int places);

  /** Begins to carry out the attempt, in a place that was reserved, and returns. */
  void start(Attempt attempt);

  /** Has the run looked after in a while. */
  void lookAfter(String run, Duration pause);
}
