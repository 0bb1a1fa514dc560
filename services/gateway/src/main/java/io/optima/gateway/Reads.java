package io.optima.gateway;

import io.optima.model.DatasetRef;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.lineage.AuditRecord;
import io.optima.query.secure.Relations;
import io.optima.query.secure.SecuredRelation;
import java.time.Clock;

/** Opening versions for reading: by the one choke point, and never unrecorded. */
public final class Reads {
  private final Relations relations;
  private final AuditTrail audit;
  private final Clock clock;

  public Reads(Relations relations, AuditTrail audit, Clock clock) {
    this.relations = relations;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * The version's rows or bytes as the caller may see them; close it.
   *
   * @param how what is done with it, for the audit trail
   * @throws OptimaException NOT_FOUND, PERMISSION_DENIED
   */
  public SecuredRelation open(Caller caller, DatasetRef reference, String how) {
    SecuredRelation relation = relations.open(caller.principal(), reference);
    record(
        caller, "data.read", relation.dataset().dataset() + "@" + relation.version().number(), how);
    return relation;
  }

  /** The same for rows only. */
  public SecuredRelation openTable(Caller caller, DatasetRef reference, String how) {
    SecuredRelation relation = open(caller, reference, how);
    if (!relation.version().kind().isTable()) {
      relation.close();
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "%s has no rows but %s: read its bytes over gRPC or HTTP",
          reference,
          relation.version().kind().name().toLowerCase(java.util.Locale.ROOT));
    }
    return relation;
  }

  /** What the caller may know of a version without reading it: opening it is not recorded. */
  public SecuredRelation look(Caller caller, DatasetRef reference) {
    return relations.open(caller.principal(), reference);
  }

  /** Records what a caller read. */
  public void record(Caller caller, String action, String subject, String detail) {
    audit.record(
        new AuditRecord(
            clock.instant(), caller.principal().name(), action, subject, detail, caller.traceId()));
  }
}
