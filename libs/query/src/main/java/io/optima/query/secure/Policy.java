package io.optima.query.secure;

import io.optima.model.Principal;
import io.optima.model.dataset.LogEntry;

/**
 * Decides who sees what. Answers depend on the arguments alone, so that the same question has the
 * same answer on every node, and are given without blocking.
 */
public interface Policy {
  /** What the principal sees of the dataset whose last log entry is {@code head}. */
  Decision read(Principal principal, LogEntry head);

  /** Whether the principal may publish to the dataset, drop it or change its settings. */
  boolean mayChange(Principal principal, LogEntry head);
}
