package io.optima.model.lineage;

import java.time.Instant;

/**
 * Who did what.
 *
 * @param action for example {@code dataset.published}, {@code run.started}, {@code data.read}
 * @param subject dataset version or run
 */
public record AuditRecord(
    Instant time, String principal, String action, String subject, String detail, String trace) {}
