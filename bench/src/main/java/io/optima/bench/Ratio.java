package io.optima.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One comparison: the same work done by Optima and by a baseline, alternately, in one run.
 *
 * @param better whether a larger or a smaller ratio is better
 * @param target what the ratio should reach; null: it is only shown
 * @param ours of each round
 * @param baseline of each round, as many
 */
record Ratio(
    String work,
    String against,
    Better better,
    @Nullable Double target,
    List<Cost> ours,
    List<Cost> baseline) {
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

  /** By the clock, from the medians of both sides, so that one disturbed round decides nothing. */
  double value() {
    return of(median(ours, Cost::wall), median(baseline, Cost::wall));
  }

  /** By processor time, which what else runs on the machine disturbs less; NaN when too short. */
  double cpu() {
    return of(median(ours, Cost::cpu), median(baseline, Cost::cpu));
  }

  /** The ratio of each round. */
  List<Double> rounds() {
    List<Double> rounds = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      rounds.add(of(ours.get(i).wall(), baseline.get(i).wall()));
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

  static double median(List<Cost> costs, ToDoubleFunction<Cost> part) {
    double[] sorted = costs.stream().mapToDouble(part).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
