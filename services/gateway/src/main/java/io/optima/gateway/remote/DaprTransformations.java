package io.optima.gateway.remote;

import io.optima.gateway.Transformations;
import io.optima.model.transform.Revision;
import io.optima.model.transform.Run;
import io.optima.model.transform.TransformQueries;
import io.optima.runtime.call.ServiceCaller;

/** The transform-actor service through the sidecar. */
final class DaprTransformations implements Transformations {
  private static final String SERVICE = "transform";

  private final ServiceCaller caller;

  DaprTransformations(ServiceCaller caller) {
    this.caller = caller;
  }

  @Override
  public Revision apply(TransformQueries.Apply query) {
    return caller.call(SERVICE, TransformQueries.APPLY, query, Revision.class);
  }

  @Override
  public Revision get(TransformQueries.Get query) {
    return caller.call(SERVICE, TransformQueries.GET, query, Revision.class);
  }

  @Override
  public TransformQueries.RevisionPage list(TransformQueries.ListTransformations query) {
    return caller.call(SERVICE, TransformQueries.LIST, query, TransformQueries.RevisionPage.class);
  }

  @Override
  public Run start(TransformQueries.Start query) {
    return caller.call(SERVICE, TransformQueries.START, query, Run.class);
  }

  @Override
  public Run run(TransformQueries.GetRun query) {
    return caller.call(SERVICE, TransformQueries.RUN, query, Run.class);
  }

  @Override
  public TransformQueries.RunPage runs(TransformQueries.ListRuns query) {
    return caller.call(SERVICE, TransformQueries.RUNS, query, TransformQueries.RunPage.class);
  }

  @Override
  public Run cancel(TransformQueries.Cancel query) {
    return caller.call(SERVICE, TransformQueries.CANCEL, query, Run.class);
  }

  @Override
  public Run pause(TransformQueries.Pause query) {
    return caller.call(SERVICE, TransformQueries.PAUSE, query, Run.class);
  }

  @Override
  public Run resume(TransformQueries.Resume query) {
    return caller.call(SERVICE, TransformQueries.RESUME, query, Run.class);
  }

  @Override
  public Run watch(TransformQueries.Watch query) {
    return caller.call(SERVICE, TransformQueries.WATCH, query, Run.class);
  }
}
