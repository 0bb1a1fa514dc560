package io.optima.gateway;

import io.optima.model.operations.OperationQueries;
import java.util.List;

/** Two batches of everything. */
final class MemoryHousekeeping implements Housekeeping {
  @Override
  public OperationQueries.Garbage collectGarbage(OperationQueries.CollectGarbage query) {
    return new OperationQueries.Garbage(query.delete(), 2, query.grace().toSeconds(), 1);
  }

  @Override
  public OperationQueries.Repaired repairDatasets(OperationQueries.Repair query) {
    return query.after().isEmpty()
        ? new OperationQueries.Repaired(1, 2, List.of(), "a/a")
        : new OperationQueries.Repaired(1, 2, List.of("a/b: head was 3, not 2"), "");
  }

  @Override
  public OperationQueries.Repaired repairLineage(OperationQueries.Repair query) {
    return new OperationQueries.Repaired(2, 2, List.of(), "");
  }
}
