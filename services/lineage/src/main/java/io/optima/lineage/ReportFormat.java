package io.optima.lineage;

/** The form in which others report: OpenLineage. */
public interface ReportFormat {
  /**
   * Reads one event.
   *
   * @throws io.optima.model.OptimaException INVALID_ARGUMENT naming the field that is wrong
   */
  Read read(String event);

  /**
   * An event that was understood.
   *
   * @param key the same for an event that comes again, however its JSON is spaced
   */
  record Read(String key, Report report) {}
}
