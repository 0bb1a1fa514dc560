package io.optima.lineage.sql;

import io.optima.lineage.LineageReads.Emitted;
import io.optima.model.Principal;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is emitted to others, and how far each of them is. */
final class EmittedTable {
  void add(JdbcClient sql, String key) {
    sql.sql("INSERT INTO emitted (key) VALUES (?) ON CONFLICT DO NOTHING").param(key).update();
  }

  List<Emitted> after(JdbcClient sql, Principal caller, long position, int limit) {
    return sql.sql(
            "SELECT emitted.position, emitted.key FROM emitted JOIN audit ON audit.key ="
                + " emitted.key WHERE emitted.position > :position"
                + (caller.isAdmin() ? "" : AuditTable.VISIBLE)
                + " ORDER BY emitted.position LIMIT :limit")
        .param("position", position)
        .param("caller", caller.name())
        .param("limit", limit)
        .query((row, _) -> new Emitted(row.getLong("position"), row.getString("key")))
        .list();
  }

  long delivered(JdbcClient sql, String destination) {
    return sql.sql("SELECT position FROM destination WHERE name = ?")
        .param(destination)
        .query(Long.class)
        .optional()
        .orElse(0L);
  }

  void delivered(JdbcClient sql, String destination, long position) {
    sql.sql(
            "INSERT INTO destination (name, position) VALUES (?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET position = excluded.position")
        .params(destination, position)
        .update();
  }
}
