package io.optima.transform.execute;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.dataset.Input;
import io.optima.model.dataset.LogEntry;
import io.optima.query.secure.Grant;
import io.optima.query.secure.Relations;
import io.optima.store.DatasetLog;
import io.optima.transform.definition.Inputs;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Inputs and outputs as callers may see and change them. */
public final class VisibleDatasets implements Inputs {
  private final Relations relations;
  private final DatasetLog datasets;

  public VisibleDatasets(Relations relations, DatasetLog datasets) {
    this.relations = relations;
    this.datasets = datasets;
  }

  /** Aliases of one dataset that are not pinned see the same version. */
  @Override
  public SortedMap<String, Input> pin(Principal caller, Map<String, DatasetRef> inputs) {
    Map<DatasetName, LogEntry> heads = new LinkedHashMap<>();
    SortedMap<String, Input> pinned = new TreeMap<>();
    inputs.forEach(
        (alias, ref) -> {
          LogEntry head =
              heads.computeIfAbsent(ref.name(), name -> relations.visible(caller, name));
          Grant grant = relations.grant(caller, ref, head);
          pinned.put(
              alias, new Input(ref.name(), grant.version().number(), grant.version().content()));
        });
    return pinned;
  }

  @Override
  public void checkOutput(Principal caller, DatasetName output) {
    Optional<LogEntry> head = datasets.head(output);
    head.ifPresent(entry -> relations.requireChange(caller, entry));
    if (head.isPresent() && head.get().dropped()) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "output %s is dropped: undrop it, or write to another dataset with --as",
          output);
    }
  }
}
