package io.optima.gateway;

import io.optima.model.DatasetRef;
import io.optima.model.lineage.Graph;
import io.optima.model.lineage.LineageQueries;
import io.optima.model.lineage.LineageQueries.Seen;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Finding datasets, what they came from and who used them; callers read their own writes. */
public final class Discovery {
  /** Changes that the index is told of with one question. */
  private static final int TOGETHER = 1000;

  private final Lineage lineage;
  private final RecentChanges recent;

  public Discovery(Lineage lineage, RecentChanges recent) {
    this.lineage = lineage;
    this.recent = recent;
  }

  /** Which datasets to list; each field that is not empty narrows the list. */
  public record Filter(
      String group, Map<String, String> labels, String owner, String text, boolean dropped) {
    public static final Filter ALL = new Filter("", Map.of(), "", "", false);
  }

  public LineageQueries.DatasetPage list(Caller caller, Filter filter, int size, String token) {
    return upToDate(
        seen ->
            lineage.list(
                new LineageQueries.ListDatasets(
                    caller.principal(),
                    filter.group(),
                    filter.labels(),
                    filter.owner(),
                    filter.text(),
                    filter.dropped(),
                    size,
                    token,
                    seen)));
  }

  public LineageQueries.Hits search(Caller caller, String text, int limit) {
    return upToDate(
        seen -> lineage.search(new LineageQueries.Search(caller.principal(), text, limit, seen)));
  }

  public Graph graph(
      Caller caller,
      DatasetRef start,
      LineageQueries.Direction direction,
      int depth,
      String column) {
    return upToDate(
        seen ->
            lineage.graph(
                new LineageQueries.Walk(
                    caller.principal(), start, direction, depth, column, seen)));
  }

  /** Asks an index that knows what this gateway did before. */
  private <T> T upToDate(Function<List<Seen>, T> question) {
    List<Seen> seen = recent.seen(TOGETHER);
    while (seen.size() == TOGETHER) {
      lineage.reach(new LineageQueries.Reach(seen));
      recent.confirmed(seen);
      seen = recent.seen(TOGETHER);
    }
    T answer = question.apply(seen);
    recent.confirmed(seen);
    return answer;
  }

  public LineageQueries.AuditPage audit(
      Caller caller, String principal, String subject, int size, String token) {
    return lineage.audit(
        new LineageQueries.ListAudit(caller.principal(), principal, subject, size, token));
  }

  public LineageQueries.ChangePage changes(Caller caller, String token, long waitMillis) {
    return lineage.changes(
        new LineageQueries.ListChanges(caller.principal(), token, 100, waitMillis));
  }

  /** Takes in one OpenLineage event. */
  public void accept(Caller caller, String event) {
    lineage.accept(new LineageQueries.AcceptEvent(caller.principal(), event));
  }

  /** OpenLineage events that this Optima emitted, oldest first. */
  public LineageQueries.EventPage events(Caller caller, int size, String token) {
    return lineage.events(new LineageQueries.ListEvents(caller.principal(), size, token));
  }
}
