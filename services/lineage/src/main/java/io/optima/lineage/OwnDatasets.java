package io.optima.lineage;

import io.optima.lineage.Report.Named;
import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Settings;
import io.optima.model.dataset.Version;
import java.time.Instant;
import java.util.Optional;

/**
 * Optima's own datasets as OpenLineage names them: {@code group/name}, pinned by the version facet
 * or as {@code group/name@3}, in the namespace of this Optima.
 */
final class OwnDatasets {
  private final String namespace;
  private final CommitLog log;

  OwnDatasets(String namespace, CommitLog log) {
    this.namespace = namespace;
    this.log = log;
  }

  boolean has(String otherNamespace) {
    return namespace.equals(otherNamespace);
  }

  /** The dataset, pinned when the event says which version. */
  DatasetRef reference(Named named) {
    try {
      DatasetRef ref = DatasetRef.parse(named.name());
      return named.version().isEmpty() || isPinned(ref)
          ? ref
          : DatasetRef.pinned(ref.name(), named.version());
    } catch (OptimaException e) {
      throw OptimaException.invalid("%s: %s", named.field(), e.text());
    }
  }

  static boolean isPinned(DatasetRef ref) {
    return ref.version() != null || ref.content() != null;
  }

  /**
   * The pinned version, or the newest one that there was at the time; the first when there was none
   * yet, because clocks differ.
   */
  Optional<Version> version(DatasetRef ref, Instant time) {
    Optional<Version> latest = log.version(ref);
    if (isPinned(ref) || latest.isEmpty() || !latest.get().time().isAfter(time)) {
      return latest;
    }
    long first = 1;
    long end = latest.get().number();
    while (end - first > 1) {
      long middle = first + (end - first) / 2;
      if (isAfter(ref.name(), middle, time)) {
        end = middle;
      } else {
        first = middle;
      }
    }
    return log.version(DatasetRef.of(ref.name(), first));
  }

  private boolean isAfter(DatasetName name, long number, Instant time) {
    return log.version(DatasetRef.of(name, number))
        .map(version -> version.time().isAfter(time))
        .orElse(true);
  }

  /** Refuses what the caller could not have done: to read what it may not read. */
  void requireReadable(Principal caller, Named input) {
    DatasetRef ref = reference(input);
    Settings settings = settings(input, ref);
    if (!caller.isAdmin()
        && !settings.owner().equals(caller.name())
        && !settings.readers().contains(caller.name())
        && !settings.readers().contains("*")) {
      throw missing(input, ref);
    }
  }

  /** Refuses what the caller could not have done: to write what is not its own. */
  void requireOwn(Principal caller, Named output) {
    requireReadable(caller, output);
    DatasetRef ref = reference(output);
    if (!caller.isAdmin() && !settings(output, ref).owner().equals(caller.name())) {
      throw OptimaException.of(
          ErrorCode.PERMISSION_DENIED,
          "%s: %s does not own %s and cannot have written it",
          output.field(),
          caller.name(),
          ref.name());
    }
  }

  private Settings settings(Named named, DatasetRef ref) {
    LogEntry head = log.head(ref.name()).orElseThrow(() -> missing(named, ref));
    if (isPinned(ref) && log.version(ref).isEmpty()) {
      throw missing(named, ref);
    }
    return head.settings();
  }

  private static OptimaException missing(Named named, DatasetRef ref) {
    return OptimaException.notFound("%s: there is no %s", named.field(), ref);
  }
}
