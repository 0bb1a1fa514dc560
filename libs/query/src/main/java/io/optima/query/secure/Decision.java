package io.optima.query.secure;

/**
 * What a policy answered.
 *
 * @param outcome what the principal gets to see
 * @param policy name and version of the policy that decided, for the record
 */
public record Decision(Outcome outcome, String policy) {
  /** What a principal sees of a dataset. */
  public enum Outcome {
    /** Nothing, not even that it exists. */
    NOTHING,
    /** All rows and columns as they are. */
    EVERYTHING
  }

  public boolean granted() {
    return outcome != Outcome.NOTHING;
  }
}
