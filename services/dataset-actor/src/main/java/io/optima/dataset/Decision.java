package io.optima.dataset;

import io.optima.model.dataset.LogEntry;

/** What a command comes to, given the state it was decided on. */
sealed interface Decision {
  /** The log gets this entry. */
  record Append(LogEntry entry) implements Decision {}

  /** Everything is already as the command wants it. */
  record Unchanged(LogEntry head) implements Decision {}
}
