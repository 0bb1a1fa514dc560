package io.optima.bench;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Costs of two pieces of work done in turns, so that a busy moment of the machine meets both. */
record Rounds(List<Cost> ours, List<Cost> baseline) {
  Rounds() {
    this(new ArrayList<>(), new ArrayList<>());
  }

  /** One untimed round of each, then {@code rounds} timed ones. */
  static Rounds of(Bench bench, int rounds, Cost.Work ours, Cost.Work baseline) throws Exception {
    Rounds result = new Rounds();
    ours.run(0);
    baseline.run(0);
    for (int round = 1; round <= rounds; round++) {
      result.add(Cost.of(ours, round), Cost.of(baseline, round));
      bench.say("  " + result.last());
    }
    return result;
  }

  void add(Cost our, Cost base) {
    ours.add(our);
    baseline.add(base);
  }

  /** The last round in words. */
  String last() {
    return "round %d: %s against %s"
        .formatted(
            ours.size(),
            Report.seconds(ours.getLast().wall()),
            Report.seconds(baseline.getLast().wall()));
  }

  /** How much of the baseline's speed is reached. */
  Ratio speed(String work, String against, @Nullable Double target) {
    return new Ratio(work, against, Ratio.Better.SPEED, target, ours, baseline);
  }

  /** How many times longer it takes. */
  Ratio time(String work, String against, @Nullable Double target) {
    return new Ratio(work, against, Ratio.Better.TIME, target, ours, baseline);
  }
}
