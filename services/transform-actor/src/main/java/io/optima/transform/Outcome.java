package io.optima.transform;

import io.optima.model.ContentId;
import io.optima.model.lineage.ColumnLineage;
import io.optima.model.transform.Run.Progress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended.
 *
 * @param version of the output, 0 unless it succeeded
 * @param content of that version; null unless it succeeded
 * @param message why it failed
 */
public record Outcome(
    Kind kind,
    long version,
    @Nullable ContentId content,
    boolean unchanged,
    Progress progress,
    List<ColumnLineage> columns,
    String message) {

  /** Ways to end. */
  public enum Kind {
    SUCCEEDED,
    /** Trying again would fail again. */
    FAILED,
    CANCELLED,
    /** Something was not reachable: the next attempt may succeed. */
    INTERRUPTED
  }

  public Outcome {
    columns = List.copyOf(columns);
  }

  public static Outcome succeeded(
      long version,
      ContentId content,
      boolean unchanged,
      Progress progress,
      List<ColumnLineage> columns) {
    return new Outcome(Kind.SUCCEEDED, version, content, unchanged, progress, columns, "");
  }

  public static Outcome failed(String message) {
    return without(Kind.FAILED, message);
  }

  public static Outcome cancelled() {
    return without(Kind.CANCELLED, "cancelled");
  }

  public static Outcome interrupted(String message) {
    return without(Kind.INTERRUPTED, message);
  }

  private static Outcome without(Kind kind, String message) {
    return new Outcome(kind, 0, null, false, Progress.NONE, List.of(), message);
  }
}
