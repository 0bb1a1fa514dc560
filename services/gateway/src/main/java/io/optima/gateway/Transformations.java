package io.optima.gateway;

import io.optima.model.transform.Revision;
import io.optima.model.transform.Run;
import io.optima.model.transform.TransformQueries;

/**
 * The transform-actor service, as gateways ask it. Errors: NOT_FOUND, PERMISSION_DENIED,
 * INVALID_ARGUMENT as the query deserves, UNAVAILABLE when the service cannot be reached.
 */
public interface Transformations {
  Revision apply(TransformQueries.Apply query);

  Revision get(TransformQueries.Get query);

  TransformQueries.RevisionPage list(TransformQueries.ListTransformations query);

  Run start(TransformQueries.Start query);

  Run run(TransformQueries.GetRun query);

  TransformQueries.RunPage runs(TransformQueries.ListRuns query);

  Run cancel(TransformQueries.Cancel query);

  Run pause(TransformQueries.Pause query);

  Run resume(TransformQueries.Resume query);

  /** Waits for a change, see {@link TransformQueries.Watch}. */
  Run watch(TransformQueries.Watch query);
}
