package io.optima.model;

import io.optima.model.dataset.LogEntry;
import io.optima.model.lineage.AuditRecord;
import io.optima.model.lineage.ColumnLineage;
import io.optima.model.stream.PartitionRef;
import io.optima.model.transform.Run;
import java.util.List;
import java.util.Map;

/**
 * What services tell each other on pub/sub. Events are hints: they may come twice, late, out of
 * order or never; whoever needs certainty reads the commit log.
 */
public final class Events {
  /** Dapr pub/sub component that carries them. */
  public static final String PUBSUB = "events";

  public static final String DATASET_TOPIC = "optima.dataset";
  public static final String RUN_TOPIC = "optima.run";
  public static final String STREAM_TOPIC = "optima.stream";
  public static final String AUDIT_TOPIC = "optima.audit";

  private Events() {}

  /** A dataset's commit log has this entry. */
  public record DatasetChanged(LogEntry entry) {}

  /**
   * A run is in this state.
   *
   * @param columns name of an output → where its columns come from, once that is known
   */
  public record RunChanged(Run run, Map<String, List<ColumnLineage>> columns) {
    public RunChanged {
      columns = Map.copyOf(columns);
    }
  }

  /**
   * A partition has more records. Of many that come close behind each other one event tells.
   *
   * @param begin offset of the first one that is kept
   * @param end offset behind the last acknowledged one
   */
  public record StreamAdvanced(PartitionRef partition, long begin, long end) {}

  /** Somebody did something that is not in a commit log, such as reading. */
  public record Audited(AuditRecord record) {}
}
