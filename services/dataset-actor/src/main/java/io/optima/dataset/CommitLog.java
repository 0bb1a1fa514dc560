package io.optima.dataset;

import io.optima.model.dataset.LogEntry;
import java.util.Optional;

/** The commit log of one dataset: the truth about it, and the fence between rival owners. */
public interface CommitLog {
  /**
   * Makes the entry the next one, durably. False when its sequence is taken, and then nothing has
   * changed. After an exception the entry may be there or not.
   */
  boolean append(LogEntry entry);

  /** Empty when the log does not reach that far. */
  Optional<LogEntry> entry(long sequence);

  /**
   * The last entry; empty when the dataset was never created.
   *
   * @param known a sequence that is believed to exist, 0 for none: the search starts there
   */
  Optional<LogEntry> head(long known);
}
