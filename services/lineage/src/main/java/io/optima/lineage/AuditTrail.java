package io.optima.lineage;

import io.optima.model.Events.Audited;
import io.optima.model.Events.RunChanged;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Version;
import io.optima.model.lineage.AuditRecord;
import io.optima.model.transform.Run;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;

/** What log entries, runs and reads mean for the audit trail. */
public final class AuditTrail {
  private AuditTrail() {}

  /**
   * A record with what tells it from all others, so that one event twice is one record.
   *
   * @param dataset whose owner may see it; empty: only administrators and the principal itself
   */
  public record Line(String key, String dataset, AuditRecord record) {
    /** Whether others are told of it: of versions, and of runs that begin or end. */
    public boolean isEmitted() {
      return switch (record.action()) {
        case "dataset.published", "run.queued", "run.succeeded", "run.failed", "run.cancelled" ->
            true;
        default -> false;
      };
    }
  }

  public static Line of(LogEntry entry) {
    String dataset = entry.dataset().toString();
    Version version = entry.latest();
    boolean published = entry.change() == LogEntry.Change.PUBLISHED && version != null;
    String subject = published && version != null ? dataset + "@" + version.number() : dataset;
    return new Line(
        dataset + "#" + entry.sequence(),
        dataset,
        new AuditRecord(
            entry.time(),
            entry.author(),
            "dataset." + action(entry.change()),
            subject,
            published && version != null ? detail(version) : "",
            trace(entry.traceparent())));
  }

  private static String action(LogEntry.Change change) {
    return switch (change) {
      case CREATED -> "created";
      case PUBLISHED -> "published";
      case SETTINGS -> "changed";
      case DROPPED -> "dropped";
      case UNDROPPED -> "undropped";
    };
  }

  private static String detail(Version version) {
    return version.message().isEmpty() ? version.content().toString() : version.message();
  }

  /** One record for each state that a run reaches. */
  public static Line of(RunChanged change) {
    Run run = change.run();
    String subject = NodeId.run(run.id());
    String state = run.state().name().toLowerCase(Locale.ROOT);
    return new Line(
        subject + "#" + state,
        run.outputs().isEmpty() ? "" : run.outputs().getFirst().dataset().toString(),
        new AuditRecord(
            run.changed(),
            run.principal(),
            "run." + state,
            subject,
            run.transformation() + " r" + run.revision() + outputs(run),
            trace(run.traceparent())));
  }

  private static String outputs(Run run) {
    return run.outputs().isEmpty()
        ? ""
        : " → "
            + run.outputs().stream()
                .map(output -> output.dataset().toString())
                .collect(Collectors.joining(", "));
  }

  public static Line of(Audited event) {
    AuditRecord record = event.record();
    String subject = record.subject();
    int at = subject.indexOf('@');
    return new Line(key(record), at < 0 ? subject : subject.substring(0, at), record);
  }

  /** Two records that say exactly the same are one event that came twice. */
  private static String key(AuditRecord record) {
    String all =
        String.join(
            "\n",
            record.subject(),
            record.time().toString(),
            record.principal(),
            record.action(),
            record.trace(),
            record.detail());
    return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** The trace id within a W3C traceparent; empty when there is none. */
  private static String trace(String traceparent) {
    String[] parts = traceparent.split("-", -1);
    return parts.length == 4 ? parts[1] : "";
  }
}
