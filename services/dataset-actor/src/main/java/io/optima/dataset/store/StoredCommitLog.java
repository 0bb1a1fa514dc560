package io.optima.dataset.store;

import io.optima.dataset.CommitLog;
import io.optima.model.DatasetName;
import io.optima.model.dataset.LogEntry;
import io.optima.store.DatasetLog;
import java.util.Optional;

/** One dataset's part of the log in the store. */
public final class StoredCommitLog implements CommitLog {
  private final DatasetLog log;
  private final DatasetName name;

  public StoredCommitLog(DatasetLog log, DatasetName name) {
    this.log = log;
    this.name = name;
  }

  @Override
  public boolean append(LogEntry entry) {
    return log.append(entry);
  }

  @Override
  public Optional<LogEntry> entry(long sequence) {
    return log.entry(name, sequence);
  }

  @Override
  public Optional<LogEntry> head(long known) {
    return log.head(name, known);
  }
}
