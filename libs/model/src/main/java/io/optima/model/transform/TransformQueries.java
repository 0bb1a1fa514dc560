package io.optima.model.transform;

import io.optima.model.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What gateways ask the transform-actor service: JSON bodies of {@code POST /internal/transform/…}
 * and its answers. Page tokens are the service's own; empty: first page asked for, or no further
 * page. A size of 0 leaves it to the service.
 */
public final class TransformQueries {
  public static final String APPLY = "/internal/transform/apply";
  public static final String GET = "/internal/transform/get";
  public static final String LIST = "/internal/transform/list";
  public static final String START = "/internal/transform/start";
  public static final String RUN = "/internal/transform/run";
  public static final String RUNS = "/internal/transform/runs";
  public static final String CANCEL = "/internal/transform/cancel";
  public static final String PAUSE = "/internal/transform/pause";
  public static final String RESUME = "/internal/transform/resume";
  public static final String WATCH = "/internal/transform/watch";

  private TransformQueries() {}

  /** {@link #APPLY}: the YAML document, answered by the {@link Revision} it is now. */
  public record Apply(Principal caller, String yaml, String traceparent) {}

  /** {@link #GET}: answered by the newest {@link Revision}. */
  public record Get(Principal caller, String name) {}

  /** {@link #LIST}: by name. */
  public record ListTransformations(Principal caller, int size, String token) {}

  /** Newest revisions in the order of names. */
  public record RevisionPage(List<Revision> transformations, String next) {
    public RevisionPage {
      transformations = List.copyOf(transformations);
    }
  }

  /**
   * {@link #START}: answered by the {@link Run}, queued or already computed.
   *
   * @param output group/name to write instead of the definition's only output; empty: that one
   * @param key the same key is the same run
   */
  public record Start(
      Principal caller,
      String transformation,
      Map<String, String> parameters,
      String output,
      String key,
      String traceparent) {
    public Start {
      parameters = Map.copyOf(parameters);
    }
  }

  /** {@link #RUN}: answered by the {@link Run}. */
  public record GetRun(Principal caller, String id) {}

  /** {@link #RUNS}: newest first, of one transformation when given. */
  public record ListRuns(Principal caller, String transformation, int size, String token) {}

  /** Runs, newest first. */
  public record RunPage(List<Run> runs, String next) {
    public RunPage {
      runs = List.copyOf(runs);
    }
  }

  /** {@link #CANCEL}: answered by the {@link Run} after the request. */
  public record Cancel(Principal caller, String id) {}

  /** {@link #PAUSE}: answered by the {@link Run} after the request. */
  public record Pause(Principal caller, String id) {}

  /** {@link #RESUME}: answered by the {@link Run} after the request. */
  public record Resume(Principal caller, String id) {}

  /**
   * {@link #WATCH}: answered by the {@link Run} as soon as it differs from what the caller knows,
   * or when the wait is over.
   *
   * @param known time of change the caller has seen; null: none
   */
  public record Watch(Principal caller, String id, @Nullable Instant known, long waitMillis) {}
}
