package io.optima.transform.execute;

import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.dataset.Datasets;
import io.optima.model.dataset.Datasets.Author;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Origin;
import io.optima.model.dataset.Settings;
import io.optima.model.dataset.Version;
import io.optima.model.transform.Definition;
import io.optima.model.transform.Run;
import io.optima.store.DatasetLog;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The datasets that runs write. */
final class Outputs {
  private final DatasetLog log;
  private final Datasets datasets;

  Outputs(DatasetLog log, Datasets datasets) {
    this.log = log;
    this.datasets = datasets;
  }

  /** The version that an earlier attempt of the run committed. */
  Optional<Version> madeBy(Run run) {
    Optional<LogEntry> head = log.head(run.output());
    for (long sequence = head.map(LogEntry::sequence).orElse(0L); sequence > 0; sequence--) {
      LogEntry entry = log.entry(run.output(), sequence).orElseThrow();
      Version latest = entry.latest();
      if (latest == null || entry.time().isBefore(run.created())) {
        break;
      }
      if (isOf(latest, run)) {
        return Optional.of(latest);
      }
    }
    return Optional.empty();
  }

  private static boolean isOf(Version version, Run run) {
    Origin origin = version.origin();
    return origin != null && origin.run().equals(run.id());
  }

  /** Creates the output if it is new; it belongs to who started the run. */
  void create(Run run, Definition definition, Author author, Principal caller) {
    if (log.head(run.output()).isPresent()) {
      return;
    }
    try {
      datasets.create(
          new Datasets.Create(
              run.output(),
              Kind.IMMUTABLE,
              DigestAlgorithm.SHA256,
              new Settings(caller.name(), definition.description(), Map.of(), Set.of()),
              author,
              run.id() + "-create"));
    } catch (OptimaException e) {
      if (e.code() != ErrorCode.ALREADY_EXISTS) {
        throw e;
      }
    }
  }
}
