package io.optima.transform;

import io.optima.model.transform.RunRecord;

/**
 * One try to carry out a run. Whatever its purpose, it first looks whether an earlier attempt has
 * committed, because then the run has succeeded.
 *
 * @param epoch its name among all attempts of the run
 * @param number from 1
 */
public record Attempt(RunRecord record, String epoch, int number, Purpose purpose) {

  /** What it does when nothing is committed. */
  public enum Purpose {
    WORK,
    /** Ends the run as cancelled. */
    CANCEL,
    /** Ends the run as failed, because too many attempts were lost. */
    GIVE_UP
  }

  public String run() {
    return record.run().id();
  }
}
