package io.optima.lineage.sql;

import io.optima.lineage.Part;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Events that others sent, and what follows from them. */
final class ReportTable {
  private final GraphTable graph;

  ReportTable(GraphTable graph) {
    this.graph = graph;
  }

  boolean take(JdbcClient sql, String key, String subject, String event, int before, Part part) {
    long count =
        sql.sql("SELECT COUNT(*) FROM report WHERE subject = ?")
            .param(subject)
            .query(Long.class)
            .single();
    if (count != before) {
      return false;
    }
    boolean fresh =
        sql.sql("INSERT INTO report (key, subject, event) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                .params(key, subject, event)
                .update()
            == 1;
    if (fresh) {
      graph.replace(sql, subject, part);
    }
    return true;
  }

  Map<String, String> of(JdbcClient sql, String subject) {
    Map<String, String> events = new LinkedHashMap<>();
    sql.sql("SELECT key, event FROM report WHERE subject = ? ORDER BY key")
        .param(subject)
        .query(
            row -> {
              events.put(row.getString("key"), row.getString("event"));
            });
    return events;
  }

  List<String> keys(JdbcClient sql) {
    return sql.sql("SELECT key FROM report").query(String.class).list();
  }

  void forget(JdbcClient sql) {
    sql.sql("SELECT DISTINCT subject FROM report")
        .query(String.class)
        .list()
        .forEach(subject -> graph.replace(sql, subject, Part.NOTHING));
    sql.sql("DELETE FROM node WHERE type = 'EXTERNAL'").update();
    sql.sql("DELETE FROM report").update();
  }
}
