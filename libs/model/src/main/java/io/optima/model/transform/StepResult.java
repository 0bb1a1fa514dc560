package io.optima.model.transform;

import io.optima.model.transform.Run.Progress;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a finished step came to. Written once, by whichever attempt is first; what lies there is the
 * result, whoever made it.
 *
 * @param rows output → its rows
 * @param flows where the columns of its outputs come from
 * @param committed what the commit step made; empty of any other
 * @param note a sentence for people, such as how many rows a check looked at; may be empty
 * @param repeatable whether the same data and parameters always give the same
 * @param attempt of the step, from 1; 0 when it was reused
 * @param epoch of the attempt; empty when it was reused
 * @param reused where the result was taken from; null when it was made here
 */
public record StepResult(
    StepName step,
    Map<String, RowsRef> rows,
    List<ColumnFlow> flows,
    List<RunOutput> committed,
    Progress progress,
    String note,
    boolean repeatable,
    int attempt,
    String epoch,
    Instant ended,
    @Nullable StepRef reused) {
  public StepResult {
    rows = Collections.unmodifiableMap(new TreeMap<>(rows));
    flows = List.copyOf(flows);
    committed = List.copyOf(committed);
  }
}
