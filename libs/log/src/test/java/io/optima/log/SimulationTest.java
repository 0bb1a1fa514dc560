package io.optima.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Acknowledged records survive any crash, nothing is doubled, reordered or left out. {@code
 * -Doptima.seeds=1000 -Doptima.steps=100000} runs more, {@code -Doptima.seed=17} one.
 */
final class SimulationTest {
  @Test
  void acknowledgedRecordsSurviveAnyCrashAndNothingIsDoubledOrReordered() throws IOException {
    Long one = Long.getLong("optima.seed");
    long first = one == null ? 1 : one;
    long count = one == null ? Long.getLong("optima.seeds", 60) : 1;
    int steps = Integer.getInteger("optima.steps", 4_000);
    int[] sums = new int[5];
    for (long seed : LongStream.range(first, first + count).toArray()) {
      Simulation simulation = simulate(seed, steps);
      sums[0] += simulation.acknowledged;
      sums[1] += simulation.crashes;
      sums[2] += simulation.refusedForSpace;
      sums[3] += simulation.fenced;
      sums[4] += simulation.deletedSegments;
    }
    System.out.printf(
        "%d seeds of %d steps: %d acknowledged, %d crashes, %d refused for space, %d fenced,"
            + " %d segments deleted%n",
        count, steps, sums[0], sums[1], sums[2], sums[3], sums[4]);
    if (one == null) {
      assertThat(sums).as("everything happened").doesNotContain(0);
    }
  }

  private static Simulation simulate(long seed, int steps) throws IOException {
    try {
      Simulation simulation = new Simulation(seed);
      simulation.run(steps);
      return simulation;
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new AssertionError("failed with -Doptima.seed=" + seed, e);
    }
  }
}
