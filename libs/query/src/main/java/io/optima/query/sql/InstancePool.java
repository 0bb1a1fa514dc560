package io.optima.query.sql;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Bounded set of instances: so many in use at once, so many kept open. The one unused for longest
 * goes first, one in use never; who needs another one while as many as may be are in use waits.
 */
final class InstancePool implements AutoCloseable {
  private final int most;
  private final int kept;
  private final Duration waiting;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();

  /** In order of last use. */
  private final Map<InstanceKey, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  private boolean closed;

  /**
   * @param most in use at once
   * @param kept open, whether in use or not; at least {@code most}
   */
  InstancePool(int most, int kept, Duration waiting) {
    this.most = most;
    this.kept = kept;
    this.waiting = waiting;
  }

  /**
   * The instance of that key, opened when there is none.
   *
   * @throws OptimaException RESOURCE_EXHAUSTED when all stayed in use for too long
   */
  Lease lease(InstanceKey key, Supplier<Instance> open) {
    Entry entry = enter(key, open);
    try {
      entry.opening.run(); // whoever is first; the others wait for it in get()
      return new Lease(this, entry, entry.opening.get());
    } catch (ExecutionException e) {
      drop(entry);
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new OptimaException(ErrorCode.INTERNAL, "no query engine", e.getCause());
    } catch (InterruptedException e) {
      leave(entry);
      throw interrupted(e);
    }
  }

  private Entry enter(InstanceKey key, Supplier<Instance> open) {
    List<Entry> evicted = new ArrayList<>();
    lock.lock();
    try {
      long left = waiting.toNanos();
      while (!mayUse(key)) {
        if (left <= 0) {
          throw exhausted();
        }
        left = released.awaitNanos(left);
      }
      Entry entry = entries.computeIfAbsent(key, k -> new Entry(k, new FutureTask<>(open::get)));
      entry.users++;
      evict(evicted);
      return entry;
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      lock.unlock();
      evicted.forEach(Entry::close);
    }
  }

  private boolean mayUse(InstanceKey key) {
    if (closed) {
      throw OptimaException.of(ErrorCode.UNAVAILABLE, "Optima is stopping");
    }
    Entry known = entries.get(key);
    return (known != null && known.users > 0)
        || entries.values().stream().filter(entry -> entry.users > 0).count() < most;
  }

  /** There are enough that nobody uses, since fewer may be in use than are kept. */
  private void evict(List<Entry> evicted) {
    Iterator<Entry> oldest = entries.values().iterator();
    while (entries.size() > kept && oldest.hasNext()) {
      Entry entry = oldest.next();
      if (entry.users == 0) {
        oldest.remove();
        evicted.add(entry);
      }
    }
  }

  private OptimaException exhausted() {
    return OptimaException.of(
        ErrorCode.RESOURCE_EXHAUSTED,
        "%d other sets of dataset versions are being queried: try again, or raise"
            + " optima.query.instances",
        most);
  }

  private void leave(Entry entry) {
    lock.lock();
    try {
      entry.users--;
      entry.unusedSince = System.nanoTime();
      released.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void drop(Entry failed) {
    lock.lock();
    try {
      entries.remove(failed.key, failed);
    } finally {
      lock.unlock();
    }
    leave(failed);
  }

  /** Closes what nobody used for that long. */
  void closeIdle(Duration idle) {
    List<Entry> evicted = new ArrayList<>();
    lock.lock();
    try {
      long now = System.nanoTime();
      entries
          .values()
          .removeIf(
              entry ->
                  entry.users == 0
                      && now - entry.unusedSince >= idle.toNanos()
                      && evicted.add(entry));
    } finally {
      lock.unlock();
    }
    evicted.forEach(Entry::close);
  }

  /** Closes everything; queries that still run lose their instance. */
  @Override
  public void close() {
    List<Entry> all;
    lock.lock();
    try {
      closed = true;
      all = List.copyOf(entries.values());
      entries.clear();
    } finally {
      lock.unlock();
    }
    all.forEach(Entry::close);
  }

  private static OptimaException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new OptimaException(ErrorCode.CANCELLED, "the query was cancelled", e);
  }

  private static final class Entry {
    final InstanceKey key;
    final FutureTask<Instance> opening;
    int users;
    long unusedSince = System.nanoTime();

    Entry(InstanceKey key, FutureTask<Instance> opening) {
      this.key = key;
      this.opening = opening;
    }

    void close() {
      if (opening.isDone() && opening.state() == FutureTask.State.SUCCESS) {
        opening.resultNow().close();
      }
    }
  }

  /** An instance that stays open until this is closed. */
  static final class Lease implements AutoCloseable {
    private final InstancePool pool;
    private final Entry entry;
    private final Instance instance;
    private boolean closed;

    private Lease(InstancePool pool, Entry entry, Instance instance) {
      this.pool = pool;
      this.entry = entry;
      this.instance = instance;
    }

    Instance instance() {
      return instance;
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        pool.leave(entry);
      }
    }
  }
}
