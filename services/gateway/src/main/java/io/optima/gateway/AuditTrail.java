package io.optima.gateway;

import io.optima.model.lineage.AuditRecord;

/** Where reads and queries are recorded. Returns at once; a record may be lost in a crash. */
public interface AuditTrail {
  void record(AuditRecord record);
}
