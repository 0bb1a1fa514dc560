package io.optima.bench;

import java.util.List;
import java.util.Locale;

/**
 * One comparison: the same work done by Optima and by a baseline, alternately, in one run.
 *
 * @param better whether a larger or a smaller ratio is better
 * @param target what the ratio should reach
 * @param ours seconds of each round
 * @param baseline seconds of each round
 */
public record Ratio(
    String work,
    String against,
    Better better,
    double target,
    List<Double> ours,
    List<Double> baseline) {
  /** Which way is good. */
  public enum Better {
    /** Baseline time over our time: the share of the baseline's speed that is reached. */
    SPEED,
    /** Our time over baseline time: how many times longer it takes. */
    TIME
  }

  public Ratio {
    ours = List.copyOf(ours);
    baseline = List.copyOf(baseline);
  }

  /** From the medians of both sides, so that one disturbed round decides nothing. */
  public double value() {
    double our = median(ours);
    double base = median(baseline);
    return better == Better.SPEED ? base / our : our / base;
  }

  public boolean reached() {
    return better == Better.SPEED ? value() >= target : value() <= target;
  }

  /** The target as people write it. */
  public String goal() {
    return String.format(Locale.ROOT, "%s %.2f", better == Better.SPEED ? "≥" : "≤", target);
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
