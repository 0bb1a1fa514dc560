package io.optima.lineage.store;

import static java.util.Objects.requireNonNull;

import io.optima.lineage.CommitLog;
import io.optima.lineage.RunHistory;
import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.Events.RunChanged;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Version;
import io.optima.model.transform.Definition;
import io.optima.model.transform.Revision;
import io.optima.model.transform.RunRecord;
import io.optima.model.transform.StepWork.SqlWork;
import io.optima.store.Store;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Commit logs and run records of the object store. */
public final class StoredHistory implements CommitLog, RunHistory {
  private final Store store;

  public StoredHistory(Store store) {
    this.store = store;
  }

  @Override
  public Optional<LogEntry> head(DatasetName name) {
    return store.datasets().head(name);
  }

  @Override
  public Optional<LogEntry> entry(DatasetName name, long sequence) {
    return store.datasets().entry(name, sequence);
  }

  @Override
  public Stream<LogEntry> entries(DatasetName name, long after) {
    return store.datasets().entries(name, after);
  }

  @Override
  public Stream<DatasetName> datasets() {
    return store.datasets().datasets();
  }

  @Override
  public Optional<Version> version(DatasetRef ref) {
    return store.datasets().version(ref);
  }

  @Override
  public Stream<RunChanged> runs() {
    return store.runs().ids().flatMap(this::states);
  }

  private Stream<RunChanged> states(String run) {
    return Stream.of(began(run), ended(run)).flatMap(Optional::stream);
  }

  @Override
  public Optional<RunChanged> began(String run) {
    return store.runs().started(run).map(StoredHistory::changed);
  }

  @Override
  public Optional<RunChanged> ended(String run) {
    return store.runs().finished(run).map(StoredHistory::changed);
  }

  private static RunChanged changed(RunRecord record) {
    return new RunChanged(record.run(), record.columns());
  }

  @Override
  public String sql(String transformation, long revision) {
    return store
        .transformations()
        .revision(transformation, revision)
        .map(Revision::definition)
        .map(StoredHistory::sql)
        .orElse("");
  }

  private static String sql(Definition definition) {
    return definition.order().stream()
        .map(step -> requireNonNull(definition.steps().get(step)).work())
        .filter(SqlWork.class::isInstance)
        .flatMap(work -> ((SqlWork) work).statements().values().stream())
        .collect(Collectors.joining(";\n"));
  }
}
