package io.optima.store;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * At most one garbage collection at a time. Terms are numbered: {@code gc/lock.<term>.taken} is put
 * if absent, {@code .alive} is its heartbeat, {@code .released} its end; only the holder writes the
 * last two, so that nobody ever overwrites another's. A term whose heartbeat was seen unchanged for
 * a lease, by the observer's own steady clock, is dead: no clocks are compared.
 */
final class GcLock {
  private static final String TAKEN = "taken";
  private static final String ALIVE = "alive";
  private static final String RELEASED = "released";
  private static final byte[] EMPTY = {};
  private static final long FIRST_PAUSE_NANOS = 5_000_000;

  private final ObjectStore objects;
  private final Duration lease;
  private @Nullable Observed observed;

  GcLock(ObjectStore objects, Duration lease) {
    this.objects = objects;
    this.lease = lease;
  }

  /**
   * Takes the lock, waiting up to a lease to find out whether an earlier holder is dead.
   *
   * @throws OptimaException CONFLICT when a collection is running
   */
  Held take() {
    Term before = current();
    long pause = FIRST_PAUSE_NANOS;
    for (Term now = before; now.isOpen() && !isDead(now); now = current()) {
      if (!now.equals(before)) {
        throw running();
      }
      pause = pause(pause);
    }
    long term = before.number() + 1;
    if (!objects.putIfAbsent(key(term, TAKEN), EMPTY)) {
      throw running();
    }
    Held held = new Held(term);
    removeBefore(term);
    return held;
  }

  /**
   * Returns when no collection is running that may have missed what was claimed before this call;
   * one that took the lock later has read the claim.
   */
  void awaitFree() {
    Term first = current();
    long pause = FIRST_PAUSE_NANOS;
    for (Term now = first;
        now.number() == first.number() && now.isOpen() && !isDead(now);
        now = current()) {
      pause = pause(pause);
    }
  }

  private Term current() {
    Term last = Term.NONE;
    for (ObjectInfo object : all()) {
      last = last.with(object);
    }
    return last;
  }

  private List<ObjectInfo> all() {
    try (Stream<ObjectInfo> objectsOfLock = objects.list(Keys.LOCKS)) {
      return objectsOfLock.toList();
    }
  }

  private synchronized boolean isDead(Term term) {
    if (observed == null || !observed.term().equals(term)) {
      observed = new Observed(term, System.nanoTime());
    }
    return System.nanoTime() - observed.since() > lease.toNanos();
  }

  /** Waits; returns how long to wait next time. */
  private long pause(long nanos) {
    LockSupport.parkNanos(nanos);
    if (Thread.currentThread().isInterrupted()) {
      throw OptimaException.of(
          ErrorCode.CANCELLED, "cancelled while a garbage collection was running");
    }
    return Math.min(2 * nanos, lease.toNanos() / 20);
  }

  private void removeBefore(long term) {
    all().stream()
        .filter(object -> termOf(object.key()) < term)
        .forEach(object -> objects.delete(object.key()));
  }

  private static OptimaException running() {
    return OptimaException.of(
        ErrorCode.CONFLICT, "another garbage collection is running: wait until it is done");
  }

  private static String key(long term, String part) {
    return "%s%012d.%s".formatted(Keys.LOCKS, term, part);
  }

  private static long termOf(String key) {
    return Long.parseLong(key.substring(Keys.LOCKS.length(), Keys.LOCKS.length() + 12));
  }

  /** The lock in our hands. */
  final class Held implements AutoCloseable {
    private final long term;
    private final Lease life = new Lease("garbage collection", lease);
    private final Heartbeat heartbeat;

    Held(long term) {
      this.term = term;
      this.heartbeat = new Heartbeat("gc-heartbeat", lease.dividedBy(6), this::beat);
    }

    private void beat() {
      Lease.Renewal renewal = life.renewing();
      objects.put(key(term, ALIVE), EMPTY);
      life.renewed(renewal);
    }

    /** When the lock was taken, by the store's clock. */
    Instant time() {
      return objects.stat(key(term, TAKEN)).map(ObjectInfo::modified).orElseThrow(life::lost);
    }

    /**
     * Looks whether the lock is still ours.
     *
     * @throws OptimaException UNAVAILABLE when it may not be
     */
    void check() {
      life.check();
      if (current().number() != term) {
        throw life.lost();
      }
    }

    /** As {@link #check}, by our own clocks only: cheap enough before every single delete. */
    void checkLease() {
      life.check();
    }

    @Override
    public void close() {
      heartbeat.close();
      objects.put(key(term, RELEASED), EMPTY);
      objects.delete(key(term, ALIVE));
    }
  }

  /** State of the newest term. */
  private record Term(long number, boolean released, @Nullable Instant alive) {
    static final Term NONE = new Term(0, true, null);

    boolean isOpen() {
      return !released;
    }

    Term with(ObjectInfo object) {
      long term = termOf(object.key());
      if (term < number) {
        return this;
      }
      Term base = term == number ? this : new Term(term, false, null);
      return object.key().endsWith(RELEASED)
          ? new Term(term, true, base.alive())
          : object.key().endsWith(ALIVE)
              ? new Term(term, base.released(), object.modified())
              : base;
    }
  }

  private record Observed(Term term, long since) {}
}
