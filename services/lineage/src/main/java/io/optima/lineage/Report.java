package io.optima.lineage;

import java.time.Instant;
import java.util.List;

/**
 * What others say of a run, a job or a dataset of theirs: one OpenLineage event as the graph sees
 * it.
 *
 * @param namespace of the job or dataset
 * @param subject node of what it is about
 * @param label what a person reads
 * @param time when it was so, by the clock of whoever reports
 */
public record Report(
    Kind kind,
    String namespace,
    String subject,
    String label,
    State state,
    Instant time,
    List<Named> inputs,
    List<Named> outputs) {
  public Report {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** What it is about. A dataset is the only output of its own report. */
  public enum Kind {
    RUN,
    JOB,
    DATASET
  }

  /** Where a run stands; OTHER for jobs and datasets. */
  public enum State {
    START,
    RUNNING,
    OTHER,
    COMPLETE,
    FAIL,
    ABORT
  }

  /**
   * A dataset by its OpenLineage name.
   *
   * @param field where in the event it stands, for messages
   * @param version as the version facet says; empty when it does not
   * @param columns what its columns were computed from
   */
  public record Named(
      String field, String namespace, String name, String version, List<Column> columns) {
    public Named {
      columns = List.copyOf(columns);
    }
  }

  /**
   * A column of an input that decides one of an output.
   *
   * @param to empty: all columns
   * @param via IDENTITY, EXPRESSION or FILTER
   */
  public record Column(
      String field, String namespace, String name, String from, String to, String via) {
    /** The dataset that has the column, of whatever version the event says elsewhere. */
    Named source() {
      return new Named(field, namespace, name, "", List.of());
    }
  }
}
