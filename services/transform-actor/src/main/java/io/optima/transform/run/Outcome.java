package io.optima.transform.run;

import io.optima.model.transform.RetryRule.Failure;

/**
 * How an attempt ended.
 *
 * @param failure OTHER unless it failed
 * @param message why it did not succeed
 */
public record Outcome(Kind kind, Failure failure, String message) {
  /** The result is in the store. */
  public static final Outcome SUCCEEDED = new Outcome(Kind.SUCCEEDED, Failure.OTHER, "");

  /** Ways to end. */
  public enum Kind {
    SUCCEEDED,
    FAILED,
    /** Broken off through no fault of its own. */
    INTERRUPTED
  }

  public static Outcome failed(Failure failure, String message) {
    return new Outcome(Kind.FAILED, failure, message);
  }

  public static Outcome interrupted(String message) {
    return new Outcome(Kind.INTERRUPTED, Failure.OTHER, message);
  }
}
