package io.optima.bench;

import java.util.ArrayList;
import java.util.List;

/** Runs two pieces of work in turns, so that a busy moment of the machine meets both. */
final class Rounds {
  private final List<Double> ours = new ArrayList<>();
  private final List<Double> baseline = new ArrayList<>();

  /** A piece of work to be timed. */
  interface Work {
    void run(int round) throws Exception;
  }

  /** One untimed round of each, then {@code rounds} timed ones. */
  static Rounds of(int rounds, Work ours, Work baseline) throws Exception {
    Rounds result = new Rounds();
    ours.run(0);
    baseline.run(0);
    for (int round = 1; round <= rounds; round++) {
      result.ours.add(seconds(ours, round));
      result.baseline.add(seconds(baseline, round));
    }
    return result;
  }

  Ratio speed(String work, String against, double target) {
    return new Ratio(work, against, Ratio.Better.SPEED, target, ours, baseline);
  }

  Ratio time(String work, String against, double target) {
    return new Ratio(work, against, Ratio.Better.TIME, target, ours, baseline);
  }

  static double seconds(Work work, int round) throws Exception {
    long start = System.nanoTime();
    work.run(round);
    return (System.nanoTime() - start) / 1e9;
  }
}
