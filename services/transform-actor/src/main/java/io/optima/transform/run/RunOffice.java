package io.optima.transform.run;

import io.optima.model.transform.Definition;
import io.optima.model.transform.RunRecord;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * What all keepers of runs share.
 *
 * @param told hears of every change of a run's state, after it is durable
 * @param changed wakes those who watch runs, after any change
 * @param chance 0 to 1
 */
public record RunOffice(
    RunStore records,
    Definitions definitions,
    RunDecider decider,
    Attempts attempts,
    Processes processes,
    Consumer<RunRecord> told,
    Runnable changed,
    Clock clock,
    DoubleSupplier chance) {

  /** Where the definitions of runs are. */
  public interface Definitions {
    /**
     * The definition that a revision holds.
     *
     * @throws io.optima.model.OptimaException NOT_FOUND
     */
    Definition definition(String transformation, long revision);
  }
}
