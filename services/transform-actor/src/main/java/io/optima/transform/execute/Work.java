package io.optima.transform.execute;

import io.optima.transform.run.Attempt;
import io.optima.transform.run.Outcome;

/** What an attempt does. */
public interface Work {
  /** Does it, on the calling thread; failures are outcomes. */
  Outcome carryOut(Attempt attempt, Report report);
}
