package io.optima.gateway.remote;

import io.optima.gateway.Housekeeping;
import io.optima.model.operations.OperationQueries;
import io.optima.runtime.call.ServiceCaller;

/** Housekeeping of the dataset-actor and lineage services through the sidecar. */
final class DaprHousekeeping implements Housekeeping {
  private final ServiceCaller caller;

  DaprHousekeeping(ServiceCaller caller) {
    this.caller = caller;
  }

  @Override
  public OperationQueries.Garbage collectGarbage(OperationQueries.CollectGarbage query) {
    return caller.call(
        "dataset", OperationQueries.COLLECT_GARBAGE, query, OperationQueries.Garbage.class);
  }

  @Override
  public OperationQueries.Repaired repairDatasets(OperationQueries.Repair query) {
    return caller.call(
        "dataset", OperationQueries.REPAIR_DATASETS, query, OperationQueries.Repaired.class);
  }

  @Override
  public OperationQueries.Repaired repairLineage(OperationQueries.Repair query) {
    return caller.call(
        "lineage", OperationQueries.REPAIR_LINEAGE, query, OperationQueries.Repaired.class);
  }
}
