package io.optima.lineage;

import io.optima.lineage.Archive.Sent;
import io.optima.lineage.Report.Named;
import io.optima.lineage.ReportFormat.Read;
import io.optima.model.Principal;
import io.optima.model.lineage.AuditRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Takes in what others report. An event is archived before the index has it; one that the index
 * lost is found by the next sweep.
 */
public final class Reports {
  private final ReportFormat format;
  private final Archive archive;
  private final LineageIndex index;
  private final OwnDatasets own;
  private final ReportedParts parts;

  /**
   * @param namespace in which OpenLineage finds this Optima's datasets
   */
  public Reports(
      String namespace, ReportFormat format, Archive archive, LineageIndex index, CommitLog log) {
    this.format = format;
    this.archive = archive;
    this.index = index;
    this.own = new OwnDatasets(namespace, log);
    this.parts = new ReportedParts(own);
  }

  /**
   * Accepts one event; the same again changes nothing.
   *
   * @throws io.optima.model.OptimaException INVALID_ARGUMENT naming the field that is wrong,
   *     NOT_FOUND or PERMISSION_DENIED for datasets of this Optima that the caller may not read or,
   *     as outputs, does not own
   */
  public void accept(Principal caller, String event) {
    Read read = format.read(event);
    check(caller, read.report());
    Sent sent = new Sent(caller.name(), event);
    archive.keep(read.key(), sent);
    take(read, sent);
  }

  private void check(Principal caller, Report report) {
    for (Named input : report.inputs()) {
      if (own.has(input.namespace())) {
        own.requireReadable(caller, input);
      }
    }
    for (Named output : report.outputs()) {
      if (own.has(output.namespace())) {
        own.requireOwn(caller, output);
      }
      output.columns().stream()
          .filter(column -> own.has(column.namespace()))
          .map(Report.Column::source)
          .forEach(source -> own.requireReadable(caller, source));
    }
  }

  private void take(Read read, Sent sent) {
    String subject = read.report().subject();
    boolean taken = false;
    while (!taken) {
      Map<String, String> known = index.reports(subject);
      if (known.containsKey(read.key())) {
        return;
      }
      List<Report> all = new ArrayList<>();
      known.values().forEach(event -> all.add(format.read(event).report()));
      all.add(read.report());
      taken = index.take(read.key(), subject, sent.event(), known.size(), parts.of(all));
    }
    index.record(line(read, sent.principal()));
  }

  private static AuditTrail.Line line(Read read, String principal) {
    Report report = read.report();
    return new AuditTrail.Line(
        "report:" + read.key(),
        "",
        new AuditRecord(
            report.time(), principal, "lineage.reported", report.subject(), report.label(), ""));
  }

  /** Takes in what is archived and not in the index. */
  public void catchUp() {
    Set<String> known = new HashSet<>(index.reportKeys());
    try (Stream<String> keys = archive.keys()) {
      keys.filter(key -> !known.contains(key))
          .forEach(
              key -> archive.event(key).ifPresent(sent -> take(format.read(sent.event()), sent)));
    }
  }

  /** Derives everything that others reported from the archive again. */
  public void rebuild() {
    index.forgetReports();
    catchUp();
  }
}
