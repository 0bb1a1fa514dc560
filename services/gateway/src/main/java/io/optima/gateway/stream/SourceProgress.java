package io.optima.gateway.stream;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** How feeding streams from sources goes in this process. Safe for any number of threads. */
public final class SourceProgress {
  private final @Nullable SourceProgress all;
  private final LongAdder stored = new LongAdder();
  private final LongAdder repeated = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final Map<Integer, Position> positions = new ConcurrentHashMap<>();
  private volatile boolean running;
  private volatile String problem = "";

  /** Of all sources together. */
  public SourceProgress() {
    this(null);
  }

  private SourceProgress(@Nullable SourceProgress all) {
    this.all = all;
  }

  /** Of one source, which counts for all of them. */
  public SourceProgress part() {
    return new SourceProgress(this);
  }

  /**
   * A moment of it.
   *
   * @param running it is fed; otherwise that is tried again soon
   * @param problem why it failed last, or what it cannot take, and what to do; empty: nothing
   * @param stored records since the beginning
   * @param repeated events that had been stored before
   * @param failures times that it failed
   * @param positions by partition, of a source that has an order
   */
  public record State(
      boolean running,
      String problem,
      long stored,
      long repeated,
      long failures,
      Map<Integer, Position> positions) {
    public State {
      positions = Map.copyOf(positions);
    }
  }

  /**
   * Where a source is in a partition.
   *
   * @param position behind what was stored last, as the source counts
   * @param lag what the source has beyond it; null when it does not say
   */
  public record Position(String position, @Nullable Long lag) {}

  /** Who knows how sources go. */
  @FunctionalInterface
  public interface Known {
    /** Empty when this process does not feed the stream. */
    Optional<State> of(UUID stream);
  }

  /** The source answers. */
  public void runs() {
    running = true;
    problem = "";
  }

  public void failed(String why) {
    running = false;
    problem = why;
    failure();
  }

  /** It goes on, but not with that. */
  public void refused(String what) {
    problem = what;
    failure();
  }

  private void failure() {
    failures.increment();
    if (all != null) {
      all.failure();
    }
  }

  public void stored(long records) {
    stored.add(records);
    if (all != null) {
      all.stored(records);
    }
  }

  /** An event came that had been stored before. */
  public void repeated() {
    repeated.increment();
    if (all != null) {
      all.repeated();
    }
  }

  public void at(int partition, Position position) {
    positions.put(partition, position);
  }

  /** It is fed elsewhere. */
  public void left(int partition) {
    positions.remove(partition);
  }

  public State state() {
    return new State(running, problem, stored.sum(), repeated.sum(), failures.sum(), positions);
  }
}
