package io.optima.lineage.sql;

import io.optima.lineage.LineageReads.Filter;
import io.optima.lineage.SearchedText;
import io.optima.model.DatasetName;
import io.optima.model.Principal;
import io.optima.model.dataset.LogEntry;
import io.optima.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** The last entry of every dataset, and what it is found by. */
final class DatasetTable {
  private final Dialect dialect;

  DatasetTable(Dialect dialect) {
    this.dialect = dialect;
  }

  Map<DatasetName, Long> applied(JdbcClient sql, Collection<DatasetName> names) {
    Map<DatasetName, Long> applied = new HashMap<>();
    Pieces.of(
            names.stream().map(DatasetName::toString).toList(),
            piece ->
                sql.sql("SELECT name, sequence FROM dataset WHERE name IN (:names)")
                    .param("names", piece)
                    .query(
                        (row, _) ->
                            Map.entry(
                                DatasetName.parse(row.getString("name")), row.getLong("sequence")))
                    .list())
        .forEach(each -> applied.put(each.getKey(), each.getValue()));
    return applied;
  }

  Optional<LogEntry> head(JdbcClient sql, DatasetName name) {
    return sql.sql("SELECT head FROM dataset WHERE name = ?")
        .param(name.toString())
        .query(String.class)
        .optional()
        .map(DatasetTable::entry);
  }

  List<DatasetName> names(JdbcClient sql) {
    return sql.sql("SELECT name FROM dataset ORDER BY name").query(String.class).list().stream()
        .map(DatasetName::parse)
        .toList();
  }

  void write(JdbcClient sql, LogEntry head) {
    String name = head.dataset().toString();
    sql.sql(
            "INSERT INTO dataset (name, owner, dropped, sequence, head) VALUES (?, ?, ?, ?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET owner = excluded.owner,"
                + " dropped = excluded.dropped, sequence = excluded.sequence, head = excluded.head")
        .params(
            name,
            head.settings().owner(),
            dropped(head.dropped()),
            head.sequence(),
            new String(Json.bytes(head), StandardCharsets.UTF_8))
        .update();
    unlist(sql, name);
    access(sql, head, name);
    head.settings().labels().forEach((label, value) -> label(sql, name, label, value));
    dialect.write(sql, id(sql, name), SearchedText.of(head));
  }

  private static void access(JdbcClient sql, LogEntry head, String name) {
    Set<String> principals = new TreeSet<>(head.settings().readers());
    principals.add(head.settings().owner());
    for (String principal : principals) {
      sql.sql("INSERT INTO access (principal, dropped, name) VALUES (?, ?, ?)")
          .params(principal, dropped(head.dropped()), name)
          .update();
    }
  }

  private static void label(JdbcClient sql, String name, String label, String value) {
    sql.sql("INSERT INTO label (label, value, name) VALUES (?, ?, ?)")
        .params(label, value, name)
        .update();
  }

  private static void unlist(JdbcClient sql, String name) {
    sql.sql("DELETE FROM access WHERE name = ?").param(name).update();
    sql.sql("DELETE FROM label WHERE name = ?").param(name).update();
  }

  void remove(JdbcClient sql, DatasetName dataset) {
    String name = dataset.toString();
    if (!applied(sql, List.of(dataset)).isEmpty()) {
      dialect.remove(sql, id(sql, name));
      unlist(sql, name);
      sql.sql("DELETE FROM dataset WHERE name = ?").param(name).update();
    }
  }

  private static long id(JdbcClient sql, String name) {
    return sql.sql("SELECT id FROM dataset WHERE name = ?").param(name).query(Long.class).single();
  }

  List<LogEntry> list(JdbcClient sql, Principal caller, Filter filter, String after, int limit) {
    boolean narrow =
        !filter.labels().isEmpty() || !filter.owner().isEmpty() || !filter.words().isEmpty();
    String condition =
        caller.isAdmin() ? "" : narrow ? READABLE : " AND d.name IN (" + FIRST_READABLE + ")";
    StatementSpec query =
        sql.sql(
                "SELECT d.head FROM "
                    + (filter.words().isEmpty() ? "dataset d WHERE " : withWords())
                    + "d.dropped = :dropped"
                    + " AND d.name > :after AND d.name < :end"
                    + condition
                    + narrowed(filter)
                    + " ORDER BY d.name LIMIT :limit")
            .param("dropped", dropped(filter.dropped()))
            .param("after", filter.group().isEmpty() ? after : later(after, filter.group() + "/"))
            .param("end", filter.group().isEmpty() ? "~" : filter.group() + "0")
            .param("caller", caller.name())
            .param("owner", filter.owner())
            .param("limit", limit);
    return bound(query, filter).query(String.class).list().stream()
        .map(DatasetTable::entry)
        .toList();
  }

  /** Looked up for each dataset: best where other conditions leave few. */
  private static final String READABLE =
      " AND EXISTS (SELECT 1 FROM access a WHERE a.name = d.name AND a.dropped = d.dropped"
          + " AND a.principal IN (:caller, '*'))";

  /**
   * The first names that the caller may read, from two ordered walks of the index: as fast with ten
   * thousand datasets as with ten, whether the caller may read all of them or few.
   */
  private static final String FIRST_READABLE =
      "SELECT name FROM (SELECT name FROM access WHERE principal = :caller AND dropped = :dropped"
          + " AND name > :after AND name < :end ORDER BY name LIMIT :limit) AS own"
          + " UNION SELECT name FROM (SELECT name FROM access WHERE principal = '*'"
          + " AND dropped = :dropped AND name > :after AND name < :end"
          + " ORDER BY name LIMIT :limit) AS everybody";

  /** CROSS tells SQLite to begin with the words; else it walks all names to keep their order. */
  private String withWords() {
    return "(" + dialect.matches() + ") AS found CROSS JOIN dataset d WHERE d.id = found.id AND ";
  }

  private String narrowed(Filter filter) {
    StringBuilder condition = new StringBuilder();
    if (!filter.owner().isEmpty()) {
      condition.append(" AND d.owner = :owner");
    }
    for (int i = 0; i < filter.labels().size(); i++) {
      condition.append(
          " AND EXISTS (SELECT 1 FROM label l WHERE l.name = d.name AND l.label = :label%d AND"
                  .formatted(i)
              + " l.value = :value%d)".formatted(i));
    }
    return condition.toString();
  }

  private StatementSpec bound(StatementSpec query, Filter filter) {
    StatementSpec bound = query;
    int i = 0;
    for (Map.Entry<String, String> label : filter.labels().entrySet()) {
      bound = bound.param("label" + i, label.getKey()).param("value" + i, label.getValue());
      i++;
    }
    return filter.words().isEmpty() ? bound : bound.param("words", dialect.query(filter.words()));
  }

  List<LogEntry> search(JdbcClient sql, Principal caller, List<String> words, int limit) {
    return sql
        .sql(
            "SELECT d.head FROM ("
                + dialect.ranked()
                + ") AS found JOIN dataset d ON d.id = found.id WHERE d.dropped = 0"
                + (caller.isAdmin() ? "" : READABLE)
                + " ORDER BY found.score, d.name LIMIT :limit")
        .param("words", dialect.query(words))
        .param("caller", caller.name())
        .param("limit", limit)
        .query(String.class)
        .list()
        .stream()
        .map(DatasetTable::entry)
        .toList();
  }

  private static String later(String one, String other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static int dropped(boolean dropped) {
    return dropped ? 1 : 0;
  }

  private static LogEntry entry(String json) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8), LogEntry.class);
  }
}
