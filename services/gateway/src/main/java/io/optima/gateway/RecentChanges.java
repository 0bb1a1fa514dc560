package io.optima.gateway;

import io.optima.model.DatasetName;
import io.optima.model.dataset.LogEntry;
import io.optima.model.lineage.LineageQueries.Seen;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Changes this gateway made a moment ago. Events may still be on their way; with these pairs the
 * index catches up from the commit log before it answers, and callers read their own writes.
 */
public final class RecentChanges {
  /** Far longer than an event takes; after it the index knows by itself. */
  static final Duration KEPT = Duration.ofSeconds(10);

  private final Clock clock;
  private final ConcurrentHashMap<DatasetName, Change> changes = new ConcurrentHashMap<>();

  private record Change(long sequence, Instant time) {}

  public RecentChanges(Clock clock) {
    this.clock = clock;
  }

  /** Remembers the entry and gives it back. */
  public LogEntry remember(LogEntry entry) {
    changes.merge(
        entry.dataset(),
        new Change(entry.sequence(), clock.instant()),
        (a, b) -> a.sequence() > b.sequence() ? a : b);
    return entry;
  }

  /** What the index must have read before it answers. */
  public List<Seen> seen() {
    Instant oldest = clock.instant().minus(KEPT);
    changes.values().removeIf(change -> change.time().isBefore(oldest));
    return changes.entrySet().stream()
        .map(change -> new Seen(change.getKey(), change.getValue().sequence()))
        .toList();
  }
}
