package io.optima.dataset;

import io.optima.model.dataset.LogEntry;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A commit log in memory, shared by rival owners. */
final class MemoryLog implements CommitLog {
  private final ConcurrentNavigableMap<Long, LogEntry> entries = new ConcurrentSkipListMap<>();

  @Override
  public boolean append(LogEntry entry) {
    if (entry.sequence() != 1 && !entries.containsKey(entry.sequence() - 1)) {
      throw new IllegalStateException("gap before " + entry.sequence());
    }
    return entries.putIfAbsent(entry.sequence(), entry) == null;
  }

  @Override
  public Optional<LogEntry> entry(long sequence) {
    return Optional.ofNullable(entries.get(sequence));
  }

  @Override
  public Optional<LogEntry> head(long known) {
    return Optional.ofNullable(entries.lastEntry()).map(last -> last.getValue());
  }

  /** As after restoring a backup. */
  void forgetAfter(long sequence) {
    entries.tailMap(sequence, false).clear();
  }
}
