package io.optima.query.secure;

import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Version;

/**
 * A version that a principal may read; only {@link Relations} gives these out.
 *
 * @param dataset state of the dataset when it was decided
 */
public record Grant(LogEntry dataset, Version version, Decision decision) {}
