package io.optima.gateway.remote;

import io.optima.gateway.Lineage;
import io.optima.model.lineage.Graph;
import io.optima.model.lineage.LineageQueries;
import io.optima.runtime.call.ServiceCaller;

/** The lineage service through the sidecar. */
final class DaprLineage implements Lineage {
  private static final String SERVICE = "lineage";

  private final ServiceCaller caller;

  DaprLineage(ServiceCaller caller) {
    this.caller = caller;
  }

  @Override
  public void reach(LineageQueries.Reach query) {
    caller.call(SERVICE, LineageQueries.REACH, query, Object.class);
  }

  @Override
  public LineageQueries.DatasetPage list(LineageQueries.ListDatasets query) {
    return caller.call(SERVICE, LineageQueries.LIST, query, LineageQueries.DatasetPage.class);
  }

  @Override
  public LineageQueries.Hits search(LineageQueries.Search query) {
    return caller.call(SERVICE, LineageQueries.SEARCH, query, LineageQueries.Hits.class);
  }

  @Override
  public Graph graph(LineageQueries.Walk query) {
    return caller.call(SERVICE, LineageQueries.GRAPH, query, Graph.class);
  }

  @Override
  public LineageQueries.AuditPage audit(LineageQueries.ListAudit query) {
    return caller.call(SERVICE, LineageQueries.AUDIT, query, LineageQueries.AuditPage.class);
  }

  @Override
  public LineageQueries.ChangePage changes(LineageQueries.ListChanges query) {
    return caller.call(SERVICE, LineageQueries.CHANGES, query, LineageQueries.ChangePage.class);
  }

  @Override
  public void accept(LineageQueries.AcceptEvent event) {
    caller.call(SERVICE, LineageQueries.OPENLINEAGE, event, Object.class);
  }

  @Override
  public LineageQueries.EventPage events(LineageQueries.ListEvents query) {
    return caller.call(SERVICE, LineageQueries.EVENTS, query, LineageQueries.EventPage.class);
  }
}
