package io.optima.lineage;

import io.optima.model.DatasetName;
import io.optima.model.ErrorCode;
import io.optima.model.Events.Audited;
import io.optima.model.Events.DatasetChanged;
import io.optima.model.Events.RunChanged;
import io.optima.model.OptimaException;
import io.optima.model.dataset.LogEntry;
import io.optima.model.lineage.LineageQueries.Seen;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the index up with the commit logs. Events only say that there is something to read: one
 * that came before is passed over, one that came too early makes it read the entries in between
 * from the log, and one that never came is made up for by the next or by {@link #catchUp}. What
 * comes together is taken in together, since a transaction costs more than what is in it.
 */
public final class Follower {
  /** Entries of one transaction, which are in memory meanwhile. */
  private static final int ENTRIES = 500;

  /** Datasets that are read together. */
  private static final int DATASETS = 100;

  private static final Logger messages = LoggerFactory.getLogger(Follower.class);

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

  public void datasets(List<DatasetChanged> events) {
    Map<DatasetName, List<LogEntry>> told =
        events.stream()
            .map(DatasetChanged::entry)
            .sorted(Comparator.comparingLong(LogEntry::sequence))
            .collect(Collectors.groupingBy(LogEntry::dataset));
    apart(
        List.copyOf(told.keySet()),
        names ->
            locks.with(
                names,
                () ->
                    follow(
                        names.stream().map(name -> told.getOrDefault(name, List.of())).toList())));
  }

  /**
   * @param told of each dataset, the entries that were heard of, in order
   */
  private void follow(List<List<LogEntry>> told) {
    Map<DatasetName, Long> applied =
        index.applied(told.stream().map(entries -> entries.getFirst().dataset()).toList());
    List<LogEntry> next = new ArrayList<>();
    Set<DatasetName> behind = new HashSet<>();
    for (List<LogEntry> entries : told) {
      long reached = applied.getOrDefault(entries.getFirst().dataset(), 0L);
      for (LogEntry entry : entries) {
        if (entry.sequence() == reached + 1) {
          next.add(entry);
          reached++;
        } else if (entry.sequence() > reached) {
          behind.add(entry.dataset());
        }
      }
    }
    apply(next);
    read(behind);
  }

  /** Runs come with their whole state, so order does not matter. */
  public void runs(List<RunChanged> events) {
    index.add(Part.of(events.stream().map(Parts::of).toList()));
    Set<AuditTrail.Line> fresh =
        Set.copyOf(index.record(events.stream().map(AuditTrail::of).toList()));
    events.stream()
        .distinct()
        .filter(event -> fresh.contains(AuditTrail.of(event)))
        .forEach(news::learned);
  }

  public void audited(List<Audited> events) {
    index.record(events.stream().map(AuditTrail::of).toList());
  }

  /** Reads the logs as far as the caller has seen them; those that are damaged are left out. */
  public void reach(List<Seen> seen) {
    Map<DatasetName, Long> applied = index.applied(seen.stream().map(Seen::dataset).toList());
    Stream<DatasetName> behind =
        seen.stream()
            .filter(change -> applied.getOrDefault(change.dataset(), 0L) < change.sequence())
            .map(Seen::dataset);
    try {
      catchUp(behind.iterator());
    } catch (OptimaException e) {
      if (e.code() != ErrorCode.CORRUPT) {
        throw e;
      }
      messages.warn("changes that a gateway made are left out", e);
    }
  }

  /** Reads what is new of one dataset. */
  public void catchUp(DatasetName name) {
    catchUp(List.of(name).iterator());
  }

  /** Reads what is new of all datasets, then of all runs. */
  public void catchUp() {
    try (Stream<DatasetName> names = log.datasets()) {
      catchUp(names.iterator());
    }
    readRuns();
  }

  /** One whose log is damaged does not keep those after it from being read. */
  private void catchUp(Iterator<DatasetName> names) {
    List<DatasetName> together = new ArrayList<>();
    OptimaException damaged = null;
    while (names.hasNext()) {
      together.add(names.next());
      if (together.size() == DATASETS || !names.hasNext()) {
        try {
          apart(together, some -> locks.with(some, () -> read(some)));
        } catch (OptimaException e) {
          if (e.code() != ErrorCode.CORRUPT) {
            throw e;
          }
          damaged = e;
        }
        together.clear();
      }
    }
    if (damaged != null) {
      throw damaged;
    }
  }

  /** Reads all runs from the store. */
  public void readRuns() {
    try (Stream<RunChanged> runs = history.runs()) {
      Iterator<RunChanged> each = runs.iterator();
      List<RunChanged> together = new ArrayList<>();
      while (each.hasNext()) {
        together.add(each.next());
        if (together.size() == DATASETS || !each.hasNext()) {
          runs(together);
          together.clear();
        }
      }
    }
  }

  /**
   * Derives everything about the dataset from its log again.
   *
   * @return what was wrong before; empty when nothing was
   */
  public List<String> repair(DatasetName name) {
    List<String> findings = new ArrayList<>();
    locks.with(List.of(name), () -> rebuild(name, findings));
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

  private void read(Collection<DatasetName> names) {
    Map<DatasetName, Long> applied = index.applied(names);
    List<LogEntry> together = new ArrayList<>();
    for (DatasetName name : names) {
      try (Stream<LogEntry> entries = log.entries(name, applied.getOrDefault(name, 0L))) {
        entries.forEach(
            entry -> {
              together.add(entry);
              if (together.size() == ENTRIES) {
                apply(together);
                together.clear();
              }
            });
      }
    }
    apply(together);
  }

  private void apply(List<LogEntry> entries) {
    index.apply(entries).forEach(news::learned);
  }

  /** Does the work for all at once, for each alone when one of them spoils it for the others. */
  private void apart(List<DatasetName> names, Consumer<List<DatasetName>> work) {
    try {
      work.accept(names);
    } catch (RuntimeException e) {
      if (names.size() == 1) {
        throw e;
      }
      index.lastChange(); // throws when it is the database that is gone
      eachOf(names, work);
    }
  }

  private static void eachOf(List<DatasetName> names, Consumer<List<DatasetName>> work) {
    List<RuntimeException> failures = new ArrayList<>();
    for (DatasetName name : names) {
      try {
        work.accept(List.of(name));
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
  }
}
