package io.optima.lineage;

import io.optima.model.DatasetName;
import io.optima.model.operations.OperationQueries.Repaired;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Builds the index again from the store, a batch of datasets at a time, all runs and reports with
 * the last.
 */
final class Repairs {
  private final CommitLog log;
  private final LineageIndex index;
  private final Follower follower;

  private final Reports reports;

  Repairs(CommitLog log, LineageIndex index, Follower follower, Reports reports) {
    this.reports = reports;
    this.log = log;
    this.index = index;
    this.follower = follower;
  }

  Repaired next(String after, int size) {
    NavigableSet<String> names = names();
    List<String> batch = names.tailSet(after, false).stream().limit(size).toList();
    List<String> findings = new ArrayList<>();
    batch.forEach(name -> findings.addAll(follower.repair(DatasetName.parse(name))));
    boolean more = !batch.isEmpty() && names.higher(batch.getLast()) != null;
    if (!more) {
      follower.readRuns();
      reports.rebuild();
    }
    return new Repaired(batch.size(), names.size(), findings, more ? batch.getLast() : "");
  }

  /** Those that the store has and those that only the index believes in. */
  private NavigableSet<String> names() {
    NavigableSet<String> names = new TreeSet<>();
    try (Stream<DatasetName> stored = log.datasets()) {
      stored.map(DatasetName::toString).forEach(names::add);
    }
    index.names().stream().map(DatasetName::toString).forEach(names::add);
    return names;
  }
}
