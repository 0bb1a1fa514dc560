package io.optima.model.transform;

import io.optima.model.OptimaException;
import java.time.Duration;
import java.util.Set;

/**
 * When a failed attempt of a step is followed by another.
 *
 * @param attempts most attempts that may fail; 1: none is followed by another
 * @param pause before the second attempt
 * @param longest no pause is longer
 * @param factor each pause is so many times the one before
 * @param jitter share of a pause, 0 to 1, by which chance makes it longer or shorter
 * @param on kinds of failure that are tried again
 */
public record RetryRule(
    int attempts, Duration pause, Duration longest, double factor, double jitter, Set<Failure> on) {
  private static final Duration LONGEST = Duration.ofDays(365);

  /** What was not reachable is tried again for about five minutes. */
  public static final RetryRule DEFAULT =
      new RetryRule(
          15, Duration.ofMillis(200), Duration.ofSeconds(30), 2, 0.2, Set.of(Failure.UNAVAILABLE));

  /** Why an attempt failed. */
  public enum Failure {
    /** A service that the step needs could not be reached. */
    UNAVAILABLE,
    /** Memory, disk or a quota was used up. */
    EXHAUSTED,
    /** The attempt took too long. */
    TIMEOUT,
    /** Somebody outside of Optima refused or broke off. */
    REMOTE,
    /** The definition or the data: trying again fails again. */
    OTHER
  }

  public RetryRule {
    on = Set.copyOf(on);
    checkDuration("longest", longest);
    if (attempts < 1 || attempts > 1_000) {
      throw OptimaException.invalid("attempts is %d: use 1 to 1000", attempts);
    }
    if (pause.isNegative() || longest.compareTo(pause) < 0) {
      throw OptimaException.invalid(
          "the pause %s has to be between 0 and the longest, %s", pause, longest);
    }
    if (!(factor >= 1 && factor <= 100)) {
      throw OptimaException.invalid("factor is %s: use 1 to 100", factor);
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw OptimaException.invalid("jitter is %s: use 0 to 1", jitter);
    }
  }

  static void checkDuration(String name, Duration duration) {
    if (!duration.isPositive() || duration.compareTo(LONGEST) > 0) {
      throw OptimaException.invalid("%s has to be between 1ms and 365d", name);
    }
  }

  /** Whether another attempt follows so many that failed, the last one so. */
  public boolean allows(int failures, Failure failure) {
    return failures < attempts && on.contains(failure);
  }

  /**
   * The pause after so many failures.
   *
   * @param chance 0 to 1
   */
  public Duration pauseAfter(int failures, double chance) {
    double millis = (double) pause.toMillis() * Math.pow(factor, failures - 1.0);
    double most = Math.min(millis, (double) longest.toMillis());
    return Duration.ofMillis(Math.round(most * (1 + jitter * (2 * chance - 1))));
  }
}
