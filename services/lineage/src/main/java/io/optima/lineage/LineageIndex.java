package io.optima.lineage;

import io.optima.model.DatasetName;
import io.optima.model.dataset.LogEntry;
import java.util.List;

/**
 * Keeps what follows from commit logs, runs and outside events. Every method is one transaction:
 * durable when it returns, without trace when it throws. All may be called at the same time, by
 * several processes on one database.
 */
public interface LineageIndex extends LineageReads {
  /**
   * Takes in entries of commit logs, those of each dataset in order and without gaps; those that it
   * has already change nothing.
   *
   * @return the entries that were new
   * @throws IllegalArgumentException when an entry is missing between what it has of a dataset and
   *     the first
   */
  List<LogEntry> apply(List<LogEntry> entries);

  /** Forgets what it derived from the dataset's log, then takes in the whole log. */
  void rebuild(DatasetName name, List<LogEntry> log);

  /** Forgets a dataset that the store does not know, its audit records excepted. */
  void forget(DatasetName name);

  /** Adds a part of the graph that no log tells; false when all of it was there. */
  boolean add(Part part);

  /**
   * Adds to the audit trail.
   *
   * @return those whose key was not there yet
   */
  List<AuditTrail.Line> record(List<AuditTrail.Line> lines);

  /** Adds to the audit trail; false when a record with this key is there already. */
  default boolean record(AuditTrail.Line line) {
    return !record(List.of(line)).isEmpty();
  }

  /**
   * Takes in a report and replaces what the reports of its subject come to.
   *
   * @param before how many of its subject were there when the part was derived
   * @return false, without a trace, when there are more or fewer by now: derive it again
   */
  boolean take(String key, String subject, String event, int before, Part part);

  /** Forgets all reports and what follows from them. */
  void forgetReports();

  /** The destination has all emitted events up to the position. */
  void delivered(String destination, long position);
}
