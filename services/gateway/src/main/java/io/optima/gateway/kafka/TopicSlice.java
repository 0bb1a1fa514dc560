package io.optima.gateway.kafka;

import io.optima.gateway.stream.PartitionNodes.Stored;
import io.optima.gateway.stream.PartitionNodes.Tail;
import io.optima.query.stream.TailBatch;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** As many records of a topic as one seal takes; the next slice goes on behind it. */
final class TopicSlice implements Iterator<TailBatch> {
  private final Tail tail;
  private final long most;
  private @Nullable Stored next;
  private long bytes;
  private long end;
  private boolean last;

  /**
   * @param begin offset at which the tail is
   * @param most bytes of records after which the slice ends
   */
  TopicSlice(Tail tail, long begin, long most) {
    this.tail = tail;
    this.end = begin;
    this.most = most;
  }

  @Override
  public boolean hasNext() {
    while (next == null && !last && bytes < most) {
      Optional<Stored> read = tail.next();
      last = read.isEmpty();
      read.ifPresent(this::take);
    }
    return next != null;
  }

  /** One without records says that there are none before its offset. */
  private void take(Stored batch) {
    end = batch.end();
    if (batch.count() > 0) {
      next = batch;
      bytes += batch.records().size();
    }
  }

  @Override
  public TailBatch next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Stored batch = Objects.requireNonNull(next);
    next = null;
    return new TailBatch(
        batch.firstOffset(),
        batch.count(),
        batch.appended(),
        batch.records().asReadOnlyByteBuffer());
  }

  /** Offset behind what was taken, with or without records. */
  long end() {
    return end;
  }

  /** Whether the tail is over. */
  boolean isLast() {
    return last;
  }
}
