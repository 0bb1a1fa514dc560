package io.optima.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What other threads have for the writer. */
final class Inbox {
  /** Commands in the order they came, and what else is to be done. */
  record Mail(List<Command> commands, long firstNanos, List<Runnable> errands, boolean closed) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition worthWaking = lock.newCondition();
  private List<Command> commands = new ArrayList<>();
  private List<Runnable> errands = new ArrayList<>();
  private long bytes;
  private long firstNanos;
  private long wakeBytes;
  private boolean closed;

  /** False when the inbox is closed. */
  boolean offer(Command command) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      if (commands.isEmpty()) {
        firstNanos = System.nanoTime();
      }
      commands.add(command);
      bytes += command.payloadBytes();
      if (bytes >= wakeBytes) {
        worthWaking.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Has the writer run it soon. */
  void post(Runnable errand) {
    lock.lock();
    try {
      errands.add(errand);
      worthWaking.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Refuses what comes from now on. */
  void close() {
    lock.lock();
    try {
      closed = true;
      worthWaking.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for so many bytes of commands, an errand or the close.
   *
   * @param untilNanos by {@link System#nanoTime}; null waits without end
   */
  Mail take(long atLeastBytes, @Nullable Long untilNanos) throws InterruptedException {
    lock.lock();
    try {
      wakeBytes = atLeastBytes;
      while (errands.isEmpty() && !closed && (commands.isEmpty() || bytes < atLeastBytes)) {
        if (untilNanos == null) {
          worthWaking.await();
        } else if (worthWaking.awaitNanos(untilNanos - System.nanoTime()) <= 0) {
          break;
        }
      }
      return empty();
    } finally {
      lock.unlock();
    }
  }

  /** What is there, without waiting. */
  Mail rest() {
    lock.lock();
    try {
      return empty();
    } finally {
      lock.unlock();
    }
  }

  private Mail empty() {
    Mail mail = new Mail(commands, firstNanos, errands, closed);
    commands = new ArrayList<>();
    errands = new ArrayList<>();
    bytes = 0;
    return mail;
  }
}
