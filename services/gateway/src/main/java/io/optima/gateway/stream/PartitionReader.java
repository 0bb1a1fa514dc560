package io.optima.gateway.stream;

import io.optima.gateway.stream.PartitionNodes.Stored;
import io.optima.gateway.stream.PartitionNodes.Tail;
import io.optima.gateway.stream.Subscriptions.From;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.PartitionEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A partition's records in order: from chunks as long as they are sealed, then from the journal of
 * the node that holds it. What the journal released in between is in chunks by then; a node that
 * moves or starts again is found again. For one thread.
 */
final class PartitionReader implements AutoCloseable {
  /** A node that starts again is back before this. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

  private final RecordSource source;
  private final long end;
  private final @Nullable Instant since;
  private final Pauses pauses = new Pauses(FIRST_PAUSE, PATIENCE);
  private long next;
  private boolean begun;
  private SealedHistory.@Nullable Batches chunks;
  private @Nullable Tail tail;

  private PartitionReader(RecordSource source, long next, long end, @Nullable Instant since) {
    this.source = source;
    this.next = next;
    this.end = end;
    this.since = since;
    this.begun = since == null;
  }

  static PartitionReader open(RecordSource source, From from, boolean untilNow) {
    long end = untilNow ? source.end() : Long.MAX_VALUE;
    return switch (from) {
      case From.Earliest() -> new PartitionReader(source, source.begin(), end, null);
      case From.Latest() -> new PartitionReader(source, untilNow ? end : source.end(), end, null);
      case From.Offset(long offset) -> new PartitionReader(source, offset, end, null);
      case From.Time(Instant time) -> new PartitionReader(source, source.near(time), end, time);
    };
  }

  int partition() {
    return source.partition().number();
  }

  /** Offset of the next record. */
  long position() {
    return next;
  }

  /**
   * The next batch, as soon as there is one; empty at the end.
   *
   * @throws OptimaException FAILED_PRECONDITION when its records were dropped; UNAVAILABLE when the
   *     node stays away; CORRUPT
   */
  Optional<Stored> next() {
    while (next < end) {
      Optional<Stored> batch = read().flatMap(this::wanted);
      if (batch.isPresent()) {
        next = batch.get().end();
        return batch;
      }
    }
    return Optional.empty();
  }

  private Optional<Stored> wanted(Stored read) {
    if (read.count() == 0 || read.firstOffset() >= end) {
      next = Math.max(next, read.firstOffset());
      return Optional.empty();
    }
    Stored batch = read.within(next, end);
    if (begun || since == null) {
      return Optional.of(batch);
    }
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, since);
    OptionalInt first = RecordBatches.find(batch.records(), batch.appended(), micros);
    if (first.isEmpty()) {
      next = batch.end();
      return Optional.empty();
    }
    begun = true;
    return Optional.of(batch.within(batch.firstOffset() + first.getAsInt(), end));
  }

  /** A batch that has the next record; empty when it has to be looked for anew. */
  private Optional<Stored> read() {
    if (chunks != null) {
      Optional<Stored> batch = chunks.next();
      if (batch.isEmpty()) {
        closeChunks();
      }
      return batch;
    }
    if (tail == null && isSealed()) {
      return Optional.empty();
    }
    return readTail();
  }

  /** Goes to the chunks when they have the next record. */
  private boolean isSealed() {
    Optional<PartitionEntry> state = source.sealedPart();
    if (state.isEmpty() || next >= state.get().end()) {
      return false;
    }
    if (next < state.get().begin()) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "records %d to %d of %s were dropped: begin at %d, or at earliest",
          next,
          state.get().begin() - 1,
          source.partition(),
          state.get().begin());
    }
    closeTail();
    chunks = source.chunks(state.get(), next);
    return true;
  }

  private Optional<Stored> readTail() {
    try {
      if (tail == null) {
        tail = source.tail(next, end == Long.MAX_VALUE);
      }
      Optional<Stored> batch = tail.next();
      if (batch.isEmpty()) {
        return again(null);
      }
      pauses.reset();
      // a gap: released since, or never acknowledged by a node that is gone
      return batch.get().firstOffset() > next && isSealed() ? Optional.empty() : batch;
    } catch (OptimaException e) {
      return again(e);
    }
  }

  /** Why the tail ended is not always told: it may have moved, or its records to chunks. */
  private Optional<Stored> again(@Nullable OptimaException why) {
    closeTail();
    if (why != null && !isPassing(why) && !isSealed()) {
      throw why;
    }
    if (chunks == null && !pauses.next()) {
      throw why != null
          ? why
          : OptimaException.of(
              ErrorCode.UNAVAILABLE,
              "the node that holds %s hands out nothing: try again later",
              source.partition());
    }
    return Optional.empty();
  }

  static boolean isPassing(OptimaException error) {
    return error.code() == ErrorCode.CONFLICT || error.code() == ErrorCode.UNAVAILABLE;
  }

  /** The answer of a node that may be moving. */
  static <T> T patiently(Supplier<T> call) {
    Pauses pauses = new Pauses(FIRST_PAUSE, Duration.ofSeconds(20));
    while (true) {
      try {
        return call.get();
      } catch (OptimaException e) {
        if (!isPassing(e) || !pauses.next()) {
          throw e;
        }
      }
    }
  }

  private void closeChunks() {
    if (chunks != null) {
      chunks.close();
      chunks = null;
    }
  }

  private void closeTail() {
    if (tail != null) {
      tail.close();
      tail = null;
    }
  }

  @Override
  public void close() {
    closeChunks();
    closeTail();
  }
}
