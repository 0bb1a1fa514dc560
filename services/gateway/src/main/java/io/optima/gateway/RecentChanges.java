package io.optima.gateway;

import io.optima.model.DatasetName;
import io.optima.model.dataset.LogEntry;
import io.optima.model.lineage.LineageQueries.Seen;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes this gateway made that the index may not know yet: their events may still be on their
 * way, or lost. With these pairs the index catches up from the commit log before it answers, and
 * callers read their own writes. A change is remembered until the index has answered a question
 * that came with it.
 */
public final class RecentChanges {
  private final int most;

  /** Guarded by itself; the oldest change first. */
  private final Map<DatasetName, Long> changes = new LinkedHashMap<>();

  /**
   * @param most datasets of which a change is remembered; beyond it the oldest are forgotten, which
   *     the index hears of by itself
   */
  public RecentChanges(int most) {
    this.most = most;
  }

  /** Remembers the entry and gives it back. */
  public LogEntry remember(LogEntry entry) {
    synchronized (changes) {
      Long known = changes.remove(entry.dataset());
      changes.put(
          entry.dataset(), known == null ? entry.sequence() : Math.max(known, entry.sequence()));
      if (changes.size() > most) {
        changes.remove(changes.keySet().iterator().next());
      }
    }
    return entry;
  }

  /** What the index must have read before it answers, the oldest first, so many at most. */
  public List<Seen> seen(int limit) {
    synchronized (changes) {
      return changes.entrySet().stream()
          .limit(limit)
          .map(change -> new Seen(change.getKey(), change.getValue()))
          .toList();
    }
  }

  /** The index has these; later changes of the same datasets stay remembered. */
  public void confirmed(List<Seen> seen) {
    synchronized (changes) {
      seen.forEach(change -> changes.remove(change.dataset(), change.sequence()));
    }
  }
}
