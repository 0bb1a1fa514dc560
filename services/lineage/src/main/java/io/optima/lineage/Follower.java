package io.optima.lineage;

import io.optima.model.DatasetName;
import io.optima.model.Events.Audited;
import io.optima.model.Events.DatasetChanged;
import io.optima.model.Events.RunChanged;
import io.optima.model.dataset.LogEntry;
import io.optima.model.lineage.LineageQueries.Seen;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps the index up with the commit logs. Events only say that there is something to read: one
 * that came before is passed over, one that came too early makes it read the entries in between
 * from the log, and one that never came is made up for by the next or by {@link #catchUp}.
 */
public final class Follower {
  private static final int BATCH = 500;

  private final CommitLog log;
  private final RunHistory history;
  private final LineageIndex index;
  private final News news;
  private final Locks locks = new Locks();

  /** Told of what is new to the index, after it is in there. */
  public interface News {
    void learned(LogEntry entry);

    void learned(RunChanged change);
  }

  public Follower(CommitLog log, RunHistory history, LineageIndex index, News news) {
    this.log = log;
    this.history = history;
    this.index = index;
    this.news = news;
  }

  public void on(DatasetChanged event) {
    LogEntry entry = event.entry();
    DatasetName name = entry.dataset();
    locks.with(
        name,
        () -> {
          long applied = index.applied(name);
          if (entry.sequence() == applied + 1) {
            apply(List.of(entry));
          } else if (entry.sequence() > applied) {
            read(name, applied);
          }
        });
  }

  /** Runs come with their whole state, so order does not matter. */
  public void on(RunChanged event) {
    index.add(Parts.of(event));
    if (index.record(AuditTrail.of(event))) {
      news.learned(event);
    }
  }

  public void on(Audited event) {
    index.record(AuditTrail.of(event));
  }

  /** Reads the log as far as the caller has seen it. */
  public void reach(List<Seen> seen) {
    for (Seen change : seen) {
      if (index.applied(change.dataset()) < change.sequence()) {
        catchUp(change.dataset());
      }
    }
  }

  /** Reads what is new of one dataset. */
  public void catchUp(DatasetName name) {
    locks.with(name, () -> read(name, index.applied(name)));
  }

  /** Reads what is new of all datasets, then of all runs. */
  public void catchUp() {
    try (Stream<DatasetName> names = log.datasets()) {
      names.forEach(this::catchUp);
    }
    readRuns();
  }

  /** Reads all runs from the store. */
  public void readRuns() {
    try (Stream<RunChanged> runs = history.runs()) {
      runs.forEach(this::on);
    }
  }

  /**
   * Derives everything about the dataset from its log again.
   *
   * @return what was wrong before; empty when nothing was
   */
  public List<String> repair(DatasetName name) {
    List<String> findings = new ArrayList<>();
    locks.with(name, () -> rebuild(name, findings));
    return findings;
  }

  private void rebuild(DatasetName name, List<String> findings) {
    List<LogEntry> entries;
    try (Stream<LogEntry> all = log.entries(name, 0)) {
      entries = all.toList();
    }
    if (entries.isEmpty()) {
      index.forget(name);
      findings.add(name + ": the index knew it, the store does not");
      return;
    }
    LogEntry last = entries.getLast();
    long applied = index.applied(name);
    if (applied != last.sequence()) {
      findings.add(
          name + ": the index was at entry " + applied + ", the log is at " + last.sequence());
    } else if (!index.head(name).equals(Optional.of(last))) {
      findings.add(name + ": the index had another entry " + applied + " than the log");
    }
    index.rebuild(name, entries);
  }

  private void read(DatasetName name, long applied) {
    try (Stream<LogEntry> entries = log.entries(name, applied)) {
      Iterator<LogEntry> each = entries.iterator();
      List<LogEntry> batch = new ArrayList<>();
      while (each.hasNext()) {
        batch.add(each.next());
        if (batch.size() == BATCH || !each.hasNext()) {
          apply(batch);
          batch.clear();
        }
      }
    }
  }

  private void apply(List<LogEntry> entries) {
    index.apply(entries).forEach(news::learned);
  }
}
