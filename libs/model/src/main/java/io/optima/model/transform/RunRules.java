package io.optima.model.transform;

import io.optima.model.OptimaException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How runs of a transformation are carried out.
 *
 * @param retry of steps that have no rule of their own
 * @param timeout of a whole run; null: none
 * @param steps most steps of a run at the same time
 */
public record RunRules(RetryRule retry, @Nullable Duration timeout, int steps) {
  public static final RunRules DEFAULT = new RunRules(RetryRule.DEFAULT, null, 32);

  public RunRules {
    if (timeout != null) {
      RetryRule.checkDuration("timeout", timeout);
    }
    if (steps < 1) {
      throw OptimaException.invalid("a run has to be allowed at least one step at a time");
    }
  }
}
