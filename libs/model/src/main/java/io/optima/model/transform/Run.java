package io.optima.model.transform;

import io.optima.model.ContentId;
import io.optima.model.DatasetName;
import io.optima.model.dataset.Input;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a transformation.
 *
 * @param id unique, sortable by start time
 * @param revision of the definition it runs
 * @param inputs versions pinned when it was started
 * @param output dataset it writes: the definition's, or the one given with {@code --as}
 * @param attempt from 1; 0 before the first
 * @param alreadyComputed the same definition, inputs and parameters had produced the output before
 * @param version of the output it made or found; 0 before that
 * @param message why it failed or was cancelled; empty otherwise
 */
public record Run(
    String id,
    String transformation,
    long revision,
    RunState state,
    Map<String, String> parameters,
    List<Input> inputs,
    DatasetName output,
    String principal,
    int attempt,
    boolean alreadyComputed,
    long version,
    @Nullable ContentId content,
    Progress progress,
    List<LogLine> log,
    String message,
    Instant created,
    Instant changed,
    String traceparent) {
  public Run {
    parameters = Map.copyOf(parameters);
    inputs = List.copyOf(inputs);
    log = List.copyOf(log);
  }

  /** Rows and bytes written so far by the current attempt. */
  public record Progress(long rows, long bytes) {
    public static final Progress NONE = new Progress(0, 0);
  }

  /** One line of the run's log. */
  public record LogLine(Instant time, String text) {}
}
