package io.optima.lineage.sql;

import io.optima.lineage.AuditTrail;
import io.optima.lineage.LineageIndex;
import io.optima.lineage.Part;
import io.optima.lineage.Part.ColumnLink;
import io.optima.lineage.Part.Link;
import io.optima.lineage.Parts;
import io.optima.model.DatasetName;
import io.optima.model.Principal;
import io.optima.model.dataset.LogEntry;
import io.optima.model.lineage.Graph;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The index in a relational database. */
public final class SqlLineageIndex implements LineageIndex, AutoCloseable {
  private final Database database;
  private final DatasetTable datasets;
  private final GraphTable graph = new GraphTable();
  private final AuditTable audit = new AuditTable();
  private final ChangeTable changes = new ChangeTable();
  private final ReportTable reports = new ReportTable(graph);
  private final EmittedTable emitted = new EmittedTable();

  private SqlLineageIndex(Database database) {
    this.database = database;
    this.datasets = new DatasetTable(database.dialect());
  }

  /**
   * Opens the database, bringing its tables up to date.
   *
   * @param url {@code jdbc:sqlite:<file>} or {@code jdbc:postgresql:…}
   */
  public static SqlLineageIndex open(String url, String user, String password) {
    return new SqlLineageIndex(
        url.startsWith("jdbc:sqlite:")
            ? Database.sqlite(url)
            : Database.postgres(url, user, password));
  }

  @Override
  public List<LogEntry> apply(List<LogEntry> entries) {
    return entries.isEmpty() ? List.of() : database.write(sql -> apply(sql, entries));
  }

  private List<LogEntry> apply(JdbcClient sql, List<LogEntry> entries) {
    Map<DatasetName, List<LogEntry>> told =
        entries.stream()
            .collect(
                Collectors.groupingBy(LogEntry::dataset, LinkedHashMap::new, Collectors.toList()));
    Map<DatasetName, Long> applied = datasets.applied(sql, told.keySet());
    List<LogEntry> taken = new ArrayList<>();
    told.forEach(
        (name, log) -> {
          List<LogEntry> fresh = fresh(log, applied.getOrDefault(name, 0L));
          if (!fresh.isEmpty()) {
            derive(sql, fresh);
            taken.addAll(fresh);
          }
        });
    changes.add(sql, taken);
    return taken;
  }

  private static List<LogEntry> fresh(List<LogEntry> log, long applied) {
    List<LogEntry> fresh = log.stream().filter(entry -> entry.sequence() > applied).toList();
    if (!fresh.isEmpty() && fresh.getFirst().sequence() != applied + 1) {
      LogEntry first = fresh.getFirst();
      throw new IllegalArgumentException(
          first.dataset() + ": entry " + first.sequence() + " cannot follow " + applied);
    }
    return fresh;
  }

  private void derive(JdbcClient sql, List<LogEntry> entries) {
    for (LogEntry entry : entries) {
      graph.add(sql, Parts.of(entry), entry.dataset().toString());
      record(sql, AuditTrail.of(entry));
    }
    datasets.write(sql, entries.getLast());
  }

  @Override
  public void rebuild(DatasetName name, List<LogEntry> log) {
    database.write(
        sql -> {
          graph.remove(sql, name);
          datasets.remove(sql, name);
          derive(sql, log);
          return true;
        });
  }

  @Override
  public void forget(DatasetName name) {
    database.write(
        sql -> {
          graph.remove(sql, name);
          datasets.remove(sql, name);
          return true;
        });
  }

  @Override
  public boolean add(Part part) {
    return database.write(sql -> graph.add(sql, part, GraphTable.NOBODY) > 0);
  }

  @Override
  public List<AuditTrail.Line> record(List<AuditTrail.Line> lines) {
    return database.write(sql -> lines.stream().filter(line -> record(sql, line)).toList());
  }

  private boolean record(JdbcClient sql, AuditTrail.Line line) {
    boolean fresh = audit.add(sql, line);
    if (fresh && line.isEmitted()) {
      emitted.add(sql, line.key());
    }
    return fresh;
  }

  @Override
  public boolean take(String key, String subject, String event, int before, Part part) {
    return database.write(sql -> reports.take(sql, key, subject, event, before, part));
  }

  @Override
  public void forgetReports() {
    database.write(
        sql -> {
          reports.forget(sql);
          return true;
        });
  }

  @Override
  public void delivered(String destination, long position) {
    database.write(
        sql -> {
          emitted.delivered(sql, destination, position);
          return true;
        });
  }

  @Override
  public Map<String, String> reports(String subject) {
    return database.read(sql -> reports.of(sql, subject));
  }

  @Override
  public List<String> reportKeys() {
    return database.read(reports::keys);
  }

  @Override
  public List<Emitted> emitted(Principal caller, long after, int limit) {
    return database.read(sql -> emitted.after(sql, caller, after, limit));
  }

  @Override
  public long delivered(String destination) {
    return database.read(sql -> emitted.delivered(sql, destination));
  }

  @Override
  public Map<DatasetName, Long> applied(Collection<DatasetName> names) {
    return database.read(sql -> datasets.applied(sql, names));
  }

  @Override
  public List<DatasetName> names() {
    return database.read(datasets::names);
  }

  @Override
  public Optional<LogEntry> head(DatasetName name) {
    return database.read(sql -> datasets.head(sql, name));
  }

  @Override
  public List<LogEntry> list(Principal caller, Filter filter, String after, int limit) {
    return database.read(sql -> datasets.list(sql, caller, filter, after, limit));
  }

  @Override
  public List<LogEntry> search(Principal caller, List<String> words, int limit) {
    return database.read(sql -> datasets.search(sql, caller, words, limit));
  }

  @Override
  public List<Graph.Node> nodes(Principal caller, Collection<String> ids) {
    return database.read(sql -> graph.nodes(sql, caller, ids));
  }

  @Override
  public List<Link> linksInto(Collection<String> targets) {
    return database.read(sql -> graph.linksInto(sql, targets));
  }

  @Override
  public List<Link> linksFrom(Collection<String> sources) {
    return database.read(sql -> graph.linksFrom(sql, sources));
  }

  @Override
  public List<ColumnLink> columnsInto(Collection<String> targets) {
    return database.read(sql -> graph.columnsInto(sql, targets));
  }

  @Override
  public List<ColumnLink> columnsFrom(Collection<String> sources) {
    return database.read(sql -> graph.columnsFrom(sql, sources));
  }

  @Override
  public List<Recorded> audit(Principal caller, AuditFilter filter, Position before, int limit) {
    return database.read(sql -> audit.list(sql, caller, filter, before, limit));
  }

  @Override
  public List<Learned> changes(Principal caller, long after, int limit) {
    return database.read(sql -> changes.after(sql, caller, after, limit));
  }

  @Override
  public long lastChange() {
    return database.read(changes::last);
  }

  @Override
  public void close() {
    database.close();
  }
}
