package io.optima.bench;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Times of two pieces of work done in turns, so that a busy moment of the machine meets both. */
record Rounds(List<Double> ours, List<Double> baseline) {
  /** A piece of work to be timed. */
  interface Work {
    /**
     * @param round from 1; 0 is not timed
     */
    void run(int round) throws Exception;
  }

  Rounds() {
    this(new ArrayList<>(), new ArrayList<>());
  }

  /** One untimed round of each, then {@code rounds} timed ones. */
  static Rounds of(Bench bench, int rounds, Work ours, Work baseline) throws Exception {
    Rounds result = new Rounds();
    ours.run(0);
    baseline.run(0);
    for (int round = 1; round <= rounds; round++) {
      result.ours.add(seconds(ours, round));
      result.baseline.add(seconds(baseline, round));
      bench.say(
          "  round %d of %d: %s against %s"
              .formatted(
                  round,
                  rounds,
                  Report.seconds(result.ours.getLast()),
                  Report.seconds(result.baseline.getLast())));
    }
    return result;
  }

  /** How much of the baseline's speed is reached. */
  Ratio speed(String work, String against, @Nullable Double target) {
    return new Ratio(work, against, Ratio.Better.SPEED, target, ours, baseline);
  }

  /** How many times longer it takes. */
  Ratio time(String work, String against, @Nullable Double target) {
    return new Ratio(work, against, Ratio.Better.TIME, target, ours, baseline);
  }

  static double seconds(Work work, int round) throws Exception {
    long start = System.nanoTime();
    work.run(round);
    return (System.nanoTime() - start) / 1e9;
  }
}
