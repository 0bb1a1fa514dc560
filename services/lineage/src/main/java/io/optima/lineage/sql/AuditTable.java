package io.optima.lineage.sql;

import io.optima.lineage.AuditTrail;
import io.optima.lineage.LineageReads.AuditFilter;
import io.optima.lineage.LineageReads.Position;
import io.optima.lineage.LineageReads.Recorded;
import io.optima.model.Principal;
import io.optima.model.lineage.AuditRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who did what, in the order of time. */
final class AuditTable {
  private static final RowMapper<Recorded> RECORDED =
      (row, _) ->
          new Recorded(
              new Position(row.getLong("time"), row.getString("key")),
              new AuditRecord(
                  Instant.EPOCH.plus(row.getLong("time"), ChronoUnit.MICROS),
                  row.getString("principal"),
                  row.getString("action"),
                  row.getString("subject"),
                  row.getString("detail"),
                  row.getString("trace")));

  /** Whether the record was new. */
  boolean add(JdbcClient sql, AuditTrail.Line line) {
    AuditRecord record = line.record();
    return sql.sql(
                "INSERT INTO audit (key, time, principal, action, subject, dataset, detail, trace)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
            .params(
                line.key(),
                ChronoUnit.MICROS.between(Instant.EPOCH, record.time()),
                record.principal(),
                record.action(),
                storable(record.subject()),
                storable(line.dataset()),
                storable(record.detail()),
                record.trace())
            .update()
        == 1;
  }

  List<Recorded> list(
      JdbcClient sql, Principal caller, AuditFilter filter, Position before, int limit) {
    return sql.sql(
            "SELECT * FROM audit WHERE (time < :time OR (time = :time AND key < :key))"
                + (filter.principal().isEmpty() ? "" : " AND principal = :principal")
                + (filter.subject().isEmpty()
                    ? ""
                    : " AND (subject = :subject OR dataset = :subject)")
                + (caller.isAdmin() ? "" : VISIBLE)
                + " ORDER BY time DESC, key DESC LIMIT :limit")
        .param("time", before.micros())
        .param("key", before.key())
        .param("principal", filter.principal())
        .param("subject", filter.subject())
        .param("caller", caller.name())
        .param("limit", limit)
        .query(RECORDED)
        .list();
  }

  static final String VISIBLE =
      " AND (principal = :caller OR EXISTS (SELECT 1 FROM dataset d WHERE d.name = audit.dataset"
          + " AND d.owner = :caller))";

  /** PostgreSQL keeps every character but this one. */
  private static String storable(String text) {
    return text.replace('\0', '?');
  }
}
