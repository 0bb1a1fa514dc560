package io.optima.gateway;

import io.optima.model.lineage.Graph;
import io.optima.model.lineage.LineageQueries;

/**
 * The lineage service, as gateways ask it. Answers hold only what the caller named in the query may
 * read. Errors: those of the query, UNAVAILABLE when the service cannot be reached.
 */
public interface Lineage {
  void reach(LineageQueries.Reach query);

  LineageQueries.DatasetPage list(LineageQueries.ListDatasets query);

  LineageQueries.Hits search(LineageQueries.Search query);

  Graph graph(LineageQueries.Walk query);

  LineageQueries.AuditPage audit(LineageQueries.ListAudit query);

  LineageQueries.ChangePage changes(LineageQueries.ListChanges query);

  void accept(LineageQueries.AcceptEvent event);

  LineageQueries.EventPage events(LineageQueries.ListEvents query);
}
