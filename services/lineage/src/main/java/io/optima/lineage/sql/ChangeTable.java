package io.optima.lineage.sql;

import io.optima.lineage.LineageReads.Learned;
import io.optima.model.DatasetName;
import io.optima.model.Principal;
import io.optima.model.dataset.LogEntry;
import java.util.List;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Entries in the order in which they were taken in; the oldest are forgotten. */
final class ChangeTable {
  private static final int KEPT = 100_000;

  private static final RowMapper<Learned> LEARNED =
      (row, _) ->
          new Learned(
              row.getLong("position"),
              DatasetName.parse(row.getString("name")),
              row.getLong("sequence"));

  void add(JdbcClient sql, List<LogEntry> entries) {
    for (LogEntry entry : entries) {
      sql.sql("INSERT INTO change (name, sequence) VALUES (?, ?)")
          .params(entry.dataset().toString(), entry.sequence())
          .update();
    }
    sql.sql("DELETE FROM change WHERE position <= ?").param(last(sql) - KEPT).update();
  }

  long last(JdbcClient sql) {
    return sql.sql("SELECT COALESCE(MAX(position), 0) FROM change").query(Long.class).single();
  }

  List<Learned> after(JdbcClient sql, Principal caller, long position, int limit) {
    return sql.sql(
            "SELECT c.position, c.name, c.sequence FROM change c WHERE c.position > :position"
                + (caller.isAdmin()
                    ? ""
                    : " AND EXISTS (SELECT 1 FROM access a WHERE a.name = c.name"
                        + " AND a.principal IN (:caller, '*'))")
                + " ORDER BY c.position LIMIT :limit")
        .param("position", position)
        .param("caller", caller.name())
        .param("limit", limit)
        .query(LEARNED)
        .list();
  }
}
