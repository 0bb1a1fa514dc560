package io.optima.gateway.stream;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Bytes that a subscriber can still take. A batch is sent whole as long as any are left. */
public final class Credit {
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition more = lock.newCondition();
  private long left;

  public Credit(long bytes) {
    this.left = bytes;
  }

  /** Never waits for one. */
  public static Credit unlimited() {
    return new Credit(Long.MAX_VALUE);
  }

  public void add(long bytes) {
    lock.lock();
    try {
      left = bytes > Long.MAX_VALUE - Math.max(left, 0) ? Long.MAX_VALUE : left + bytes;
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until any is left, and takes so much. */
  void take(long bytes) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (left <= 0) {
        more.await();
      }
      left -= bytes;
    } finally {
      lock.unlock();
    }
  }
}
