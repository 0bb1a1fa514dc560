package io.optima.gateway;

import io.optima.model.dataset.LogEntry;
import io.optima.model.lineage.AuditRecord;
import io.optima.model.lineage.Graph;
import io.optima.model.lineage.LineageQueries;
import io.optima.model.lineage.SearchHit;
import io.optima.query.secure.Policy;
import io.optima.store.Store;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** An index that reads the commit logs for every question; slow, small, and never behind. */
class LogLineage implements Lineage, AuditTrail {
  private final Store store;
  private final Policy policy;
  private final List<AuditRecord> audited = new CopyOnWriteArrayList<>();
  private final List<String> events = new CopyOnWriteArrayList<>();

  LogLineage(Store store, Policy policy) {
    this.store = store;
    this.policy = policy;
  }

  List<AuditRecord> audited() {
    return audited;
  }

  List<String> openLineageEvents() {
    return events;
  }

  @Override
  public void record(AuditRecord record) {
    audited.add(record);
  }

  @Override
  public void reach(LineageQueries.Reach query) {}

  @Override
  public LineageQueries.DatasetPage list(LineageQueries.ListDatasets query) {
    int size = query.size() == 0 ? 100 : query.size();
    List<LogEntry> found =
        heads()
            .filter(head -> policy.read(query.caller(), head).granted())
            .filter(head -> head.dropped() == query.dropped())
            .filter(head -> query.group().isEmpty() || head.dataset().group().equals(query.group()))
            .filter(head -> head.dataset().toString().compareTo(query.token()) > 0)
            .limit(size + 1L)
            .toList();
    return found.size() <= size
        ? new LineageQueries.DatasetPage(found, "")
        : new LineageQueries.DatasetPage(
            found.subList(0, size), found.get(size - 1).dataset().toString());
  }

  private Stream<LogEntry> heads() {
    return store.datasets().datasets().flatMap(name -> store.datasets().head(name).stream());
  }

  @Override
  public LineageQueries.Hits search(LineageQueries.Search query) {
    return new LineageQueries.Hits(
        heads()
            .filter(head -> policy.read(query.caller(), head).granted())
            .filter(head -> head.settings().description().contains(query.text()))
            .map(head -> new SearchHit(head.dataset(), head, head.settings().description()))
            .toList());
  }

  @Override
  public Graph graph(LineageQueries.Walk query) {
    return new Graph(
        List.of(new Graph.Node(query.start().toString(), Graph.Type.VERSION, "start", "")),
        List.of());
  }

  @Override
  public LineageQueries.AuditPage audit(LineageQueries.ListAudit query) {
    List<AuditRecord> newestFirst = new ArrayList<>(audited);
    Collections.reverse(newestFirst);
    return new LineageQueries.AuditPage(newestFirst, "");
  }

  /** The token counts entries of all logs together. */
  @Override
  public LineageQueries.ChangePage changes(LineageQueries.ListChanges query) {
    List<LogEntry> all =
        store.datasets().datasets().flatMap(name -> store.datasets().entries(name, 0)).toList();
    int known = query.token().isEmpty() ? all.size() : Integer.parseInt(query.token());
    return new LineageQueries.ChangePage(
        all.subList(known, all.size()), String.valueOf(all.size()));
  }

  @Override
  public void accept(LineageQueries.AcceptEvent event) {
    events.add(event.event());
  }

  @Override
  public LineageQueries.EventPage events(LineageQueries.ListEvents query) {
    return new LineageQueries.EventPage(events, "end");
  }
}
