package io.optima.log;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the journal knows of one partition. The writer changes it while frames are formed, and
 * readers see records once {@link #settle} was called: when they are durable.
 */
final class Partition {
  /** Where to read records [offset asked for, limit). */
  record Stretch(long address, long limit) {}

  private record Waiter(long offset, CompletableFuture<Long> end) {}

  private long epoch;
  private long begin;
  private long next;
  private long synced;
  private long durable;
  private long life;
  private int hidden;
  private boolean touched;
  private final PositionIndex index = new PositionIndex();
  private final List<Waiter> waiters = new ArrayList<>(0);

  synchronized void restore(long epoch, long begin, long next) {
    this.epoch = epoch;
    this.begin = begin;
    this.next = next;
    this.synced = next;
    this.durable = next;
    this.life++;
    this.hidden = 0;
  }

  /** Why the frame cannot follow what is known; null when it can. */
  synchronized @Nullable String contradiction(FrameHeader frame) {
    if (frame.kind() != FrameKind.RELEASE && frame.epoch() < epoch) {
      return "epoch " + frame.epoch() + " follows epoch " + epoch;
    }
    if (frame.kind() == FrameKind.BATCH && frame.offset() != next) {
      return "offset " + frame.offset() + " stands where " + next + " has to follow";
    }
    return null;
  }

  /** Takes note that a group has frames of this partition; false when that was noted before. */
  synchronized boolean touch() {
    boolean first = !touched;
    touched = true;
    return first;
  }

  synchronized void apply(FrameHeader frame, long address) {
    switch (frame.kind()) {
      case BATCH -> {
        epoch = frame.epoch();
        index.add(next, address);
        next = frame.lastOffset() + 1;
      }
      case FENCE -> epoch = frame.epoch();
      case BEGIN -> {
        restore(frame.epoch(), frame.offset(), frame.offset());
        index.clear();
      }
      case RELEASE -> {
        begin = Math.max(begin, frame.offset());
        index.trim(begin, next);
      }
      case OPENED -> throw new IllegalArgumentException("a segment's frame is no partition's");
    }
  }

  /** Everything applied is durable now; the answers of those who waited for it. */
  synchronized List<Runnable> settle() {
    synced = next;
    touched = false;
    return hidden == 0 ? reached(synced) : List.of();
  }

  /**
   * From now on records are not to be seen, though they are synced, before they are shown as often
   * as this is called.
   *
   * @return which life of the partition that is: it ends when it begins anew
   */
  synchronized long hide() {
    hidden++;
    return life;
  }

  /** Records before the end may be seen; the answers of those who waited for it. */
  synchronized List<Runnable> show(long itsLife, long end) {
    if (itsLife != life) {
      return List.of();
    }
    hidden--;
    return reached(hidden == 0 ? synced : Math.max(durable, end));
  }

  private List<Runnable> reached(long newEnd) {
    durable = newEnd;
    if (waiters.isEmpty()) {
      return List.of();
    }
    long end = durable;
    List<Runnable> answers = new ArrayList<>();
    for (Iterator<Waiter> all = waiters.iterator(); all.hasNext(); ) {
      Waiter waiter = all.next();
      if (waiter.end.isDone()) {
        all.remove();
      } else if (waiter.offset < end) {
        all.remove();
        answers.add(() -> waiter.end.complete(end));
      }
    }
    return answers;
  }

  /** Completes with the durable end as soon as that is beyond the offset. */
  synchronized CompletableFuture<Long> await(long offset) {
    if (offset < durable) {
      return CompletableFuture.completedFuture(durable);
    }
    Waiter waiter = new Waiter(offset, new CompletableFuture<>());
    waiters.add(waiter);
    return waiter.end;
  }

  synchronized List<CompletableFuture<Long>> abandonWaiters() {
    List<CompletableFuture<Long>> abandoned = waiters.stream().map(Waiter::end).toList();
    waiters.clear();
    return abandoned;
  }

  /** Null unless the offset is that of a durable record that was not released. */
  synchronized @Nullable Stretch locate(long offset) {
    int entry = index.find(offset);
    if (offset < begin || offset >= durable || entry < 0) {
      return null;
    }
    long limit = entry + 1 < index.size() ? index.offset(entry + 1) : durable;
    return new Stretch(index.address(entry), Math.min(limit, durable));
  }

  synchronized PartitionOffsets offsets() {
    return new PartitionOffsets(epoch, begin, durable);
  }

  synchronized long epoch() {
    return epoch;
  }

  /** The offset that the next record gets. */
  synchronized long next() {
    return next;
  }

  synchronized void index(long offset, long address) {
    index.add(offset, address);
  }

  /** Shows the index to the writer or recovery; readers use {@link #locate}. */
  synchronized void withIndex(Consumer<PositionIndex> look) {
    look.accept(index);
  }
}
