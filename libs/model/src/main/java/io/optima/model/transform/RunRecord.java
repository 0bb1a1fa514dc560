package io.optima.model.transform;

import io.optima.model.Principal;
import io.optima.model.lineage.ColumnLineage;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is kept of a run for good: with the definition, all that is needed to carry it out again.
 *
 * @param caller in whose name it reads and writes
 * @param key the caller's idempotency key; empty when there was none
 * @param columns name of an output → where its columns come from
 */
public record RunRecord(
    Run run, Principal caller, String key, Map<String, List<ColumnLineage>> columns) {
  public RunRecord {
    columns = Collections.unmodifiableMap(new TreeMap<>(columns));
  }

  public RunRecord with(Run changed) {
    return new RunRecord(changed, caller, key, columns);
  }
}
