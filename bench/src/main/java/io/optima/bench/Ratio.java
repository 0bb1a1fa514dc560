package io.optima.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One comparison: the same work done by Optima and by a baseline, alternately, in one run.
 *
 * @param better whether a larger or a smaller ratio is better
 * @param target what the ratio should reach; null: it is only shown
 * @param ours seconds of each round
 * @param baseline seconds of each round, as many
 */
record Ratio(
    String work,
    String against,
    Better better,
    @Nullable Double target,
    List<Double> ours,
    List<Double> baseline) {
  /** Which way is good. */
  enum Better {
    /** Baseline time over our time: the share of the baseline's speed that is reached. */
    SPEED,
    /** Our time over baseline time: how many times longer it takes. */
    TIME
  }

  Ratio {
    ours = List.copyOf(ours);
    baseline = List.copyOf(baseline);
    if (ours.isEmpty() || ours.size() != baseline.size()) {
      throw new IllegalArgumentException(
          "%s: %d rounds against %d".formatted(work, ours.size(), baseline.size()));
    }
  }

  /** From the medians of both sides, so that one disturbed round decides nothing. */
  double value() {
    return of(median(ours), median(baseline));
  }

  /** The ratio of each round. */
  List<Double> rounds() {
    List<Double> rounds = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      rounds.add(of(ours.get(i), baseline.get(i)));
    }
    return rounds;
  }

  private double of(double our, double base) {
    return better == Better.SPEED ? base / our : our / base;
  }

  /** Whether the target is met; true without one. */
  boolean met() {
    return target == null || (better == Better.SPEED ? value() >= target : value() <= target);
  }

  /** The target as people write it; empty without one. */
  String goal() {
    return target == null
        ? ""
        : String.format(Locale.ROOT, "%s %.2f", better == Better.SPEED ? "≥" : "≤", target);
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
