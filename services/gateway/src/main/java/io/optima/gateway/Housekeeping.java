package io.optima.gateway;

import io.optima.model.operations.OperationQueries;

/** Housekeeping of the services that own the data; callers are administrators. */
public interface Housekeeping {
  OperationQueries.Garbage collectGarbage(OperationQueries.CollectGarbage query);

  OperationQueries.Repaired repairDatasets(OperationQueries.Repair query);

  OperationQueries.Repaired repairLineage(OperationQueries.Repair query);
}
