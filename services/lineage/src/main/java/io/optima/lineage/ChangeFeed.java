package io.optima.lineage;

import io.optima.lineage.LineageReads.Learned;
import io.optima.model.Principal;
import io.optima.model.dataset.LogEntry;
import io.optima.model.lineage.LineageQueries.ChangePage;
import io.optima.model.lineage.LineageQueries.ListChanges;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Tells of entries as the index learns of them, waiting for the next when there is none yet. */
public final class ChangeFeed {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** Entries that another process put into a shared database are seen this late at most. */
  private static final Duration LOOK = Duration.ofMillis(500);

  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 1000;

  private final LineageReads index;
  private final CommitLog log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private long times;

  public ChangeFeed(LineageReads index, CommitLog log) {
    this.index = index;
    this.log = log;
  }

  /** Wakes those who wait. */
  public void learned() {
    lock.lock();
    try {
      times++;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private long times() {
    lock.lock();
    try {
      return times;
    } finally {
      lock.unlock();
    }
  }

  /** What is new after the token, as soon as there is something or the wait is over. */
  public ChangePage next(ListChanges query) throws InterruptedException {
    if (query.token().isEmpty()) {
      return new ChangePage(List.of(), token(index.lastChange()));
    }
    long after = PageToken.number(PageToken.parts(query.token(), 1).getFirst());
    long end =
        System.nanoTime()
            + Math.min(
                TimeUnit.MILLISECONDS.toNanos(Math.max(query.waitMillis(), 0)),
                LONGEST_WAIT.toNanos());
    return next(query.caller(), after, size(query.size()), end);
  }

  private ChangePage next(Principal caller, long start, int size, long end)
      throws InterruptedException {
    long after = start;
    while (true) {
      long heard = times();
      long last = index.lastChange();
      if (last > after) {
        List<Learned> found = index.changes(caller, after, size);
        long shown = found.isEmpty() ? after : found.getLast().position();
        after = found.size() < size ? Math.max(last, shown) : shown;
        if (!found.isEmpty()) {
          return new ChangePage(entries(found), token(after));
        }
      }
      if (!awaited(heard, end)) {
        return new ChangePage(List.of(), token(after));
      }
    }
  }

  /** Waits for news after the last time, but not past the end; false when that has come. */
  private boolean awaited(long heard, long end) throws InterruptedException {
    if (end - System.nanoTime() <= 0) {
      return false;
    }
    lock.lock();
    try {
      long nanos = Math.min(end - System.nanoTime(), LOOK.toNanos());
      while (times == heard && nanos > 0) {
        nanos = news.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private List<LogEntry> entries(List<Learned> learned) {
    return learned.stream()
        .map(each -> log.entry(each.dataset(), each.sequence()))
        .flatMap(Optional::stream)
        .toList();
  }

  private static String token(long position) {
    return PageToken.of(Long.toString(position));
  }

  private static int size(int asked) {
    return asked <= 0 ? PAGE : Math.min(asked, LARGEST_PAGE);
  }
}
