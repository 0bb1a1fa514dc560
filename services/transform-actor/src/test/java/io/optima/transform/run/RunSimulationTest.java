package io.optima.transform.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** {@code -Doptima.seed=7} plays one seed again, {@code -Doptima.seeds=100000} more of them. */
class RunSimulationTest {
  @Test
  void everyRunEndsAsItShouldWhateverHappens() {
    Long one = Long.getLong("optima.seed");
    long first = one == null ? 1 : one;
    long last = one == null ? Long.getLong("optima.seeds", 3_000) : one;
    long transitions = 0;
    for (long seed = first; seed <= last; seed++) {
      try {
        transitions += new RunSimulation(new SplittableRandom(seed)).run(300);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
    assertThat(transitions).isPositive();
    System.out.printf("%,d runs, %,d transitions%n", last - first + 1, transitions);
  }
}
