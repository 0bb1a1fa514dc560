package io.optima.dataset.stream;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.optima.dataset.stream.StreamSimulation.Fault;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Whatever fails, clients see one stream: nothing that was acknowledged is lost, nothing is
 * doubled, reordered or invented, no two reads differ. {@code -Doptima.histories=1000
 * -Doptima.steps=10000} runs more, {@code -Doptima.seed=17} one.
 */
final class StreamHistoryTest {
  private static final Logger LOGS = (Logger) LoggerFactory.getLogger("io.optima");
  private static final @Nullable Level LEVEL = LOGS.getLevel();

  /** Thousands of faults. */
  @BeforeAll
  static void silence() {
    LOGS.setLevel(Level.OFF);
  }

  @AfterAll
  static void speak() {
    LOGS.setLevel(LEVEL);
  }

  @Test
  void clientsSeeOneStreamWhateverFails() {
    Long one = Long.getLong("optima.seed");
    long first = one == null ? 1 : one;
    long count = one == null ? Long.getLong("optima.histories", 60) : 1;
    int steps = Integer.getInteger("optima.steps", 1_500);
    Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    long acknowledged = 0;
    for (long seed : LongStream.range(first, first + count).toArray()) {
      StreamSimulation simulation = simulate(seed, steps);
      simulation.faults.forEach((fault, times) -> faults.merge(fault, times, Integer::sum));
      acknowledged += simulation.acknowledged();
    }
    System.out.printf(
        "%d seeds of %d steps: %d acknowledged, %s%n", count, steps, acknowledged, faults);
    assertThat(acknowledged).isPositive();
    if (one == null) {
      assertThat(faults).as("everything happened").containsOnlyKeys(Fault.values());
    }
  }

  private static StreamSimulation simulate(long seed, int steps) {
    try {
      StreamSimulation simulation = new StreamSimulation(seed);
      simulation.run(steps);
      assertThat(simulation.findings()).isEmpty();
      return simulation;
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("failed with -Doptima.seed=" + seed, e);
    }
  }
}
