package io.optima.lineage;

import io.optima.model.Events.RunChanged;
import java.util.Optional;
import java.util.stream.Stream;

/** What the store keeps of runs, so that a lost index can be built again. */
public interface RunHistory {
  /** How every run began and, for those that have, ended. Close the stream. */
  Stream<RunChanged> runs();

  /** How one run began; empty when the store does not know it. */
  Optional<RunChanged> began(String run);

  /** How one run ended; empty when it has not or the store does not know it. */
  Optional<RunChanged> ended(String run);

  /**
   * SQL of a transformation's revision; empty when it is not known.
   *
   * @param revision from 1
   */
  String sql(String transformation, long revision);
}
