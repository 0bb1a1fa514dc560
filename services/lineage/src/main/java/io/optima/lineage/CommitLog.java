package io.optima.lineage;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Version;
import java.util.Optional;
import java.util.stream.Stream;

/** The truth that the index follows: entries in the object store, each written once. */
public interface CommitLog {
  /** The last entry; empty when the dataset was never created. */
  Optional<LogEntry> head(DatasetName name);

  Optional<LogEntry> entry(DatasetName name, long sequence);

  /** The entries after a sequence, in order, without gaps. Close the stream. */
  Stream<LogEntry> entries(DatasetName name, long after);

  /** All datasets in order. Close the stream. */
  Stream<DatasetName> datasets();

  /** The version that the reference names; empty when there is none. */
  Optional<Version> version(DatasetRef ref);
}
