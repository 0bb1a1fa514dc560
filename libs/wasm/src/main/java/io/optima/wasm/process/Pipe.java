package io.optima.wasm.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bytes from one thread to another through a ring of {@value #CAPACITY} bytes. Each side copies
 * outside the lock, since only the reader moves what is full to free and only the writer the other
 * way.
 */
public final class Pipe {
  public static final int CAPACITY = 4 << 20;

  private final byte[] ring = new byte[CAPACITY];
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long put;
  private long taken;
  private boolean finished;
  private boolean abandoned;
  private @Nullable Supplier<RuntimeException> failure;

  /** The writer has no more. */
  public void finish() {
    change(() -> finished = true);
  }

  /** Whoever reads gets this instead of what is left; the first failure counts. */
  public void fail(Supplier<RuntimeException> why) {
    change(
        () -> {
          if (failure == null && !finished) {
            failure = why;
          }
        });
  }

  /** Nobody reads any more: writing throws from now on. */
  public void abandon() {
    change(() -> abandoned = true);
  }

  private void change(Runnable how) {
    lock.lock();
    try {
      how.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Writes all of it, waiting for the reader where the ring is full. */
  public void write(byte[] from, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, from.length);
    int done = 0;
    while (done < length) {
      int free = awaitFree();
      int at = (int) (put % CAPACITY);
      int size = Math.min(length - done, Math.min(free, CAPACITY - at));
      System.arraycopy(from, offset + done, ring, at, size);
      change(() -> put += size);
      done += size;
    }
  }

  private int awaitFree() throws IOException {
    lock.lock();
    try {
      await(() -> abandoned || put - taken < CAPACITY);
      if (abandoned) {
        throw new IOException("nobody reads this any more");
      }
      return (int) (CAPACITY - (put - taken));
    } finally {
      lock.unlock();
    }
  }

  /** Reads what there is, waiting for at least one byte; -1 at the end. */
  public int read(byte[] to, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, to.length);
    if (length == 0) {
      return 0;
    }
    int full = awaitFull();
    if (full == 0) {
      return -1;
    }
    int at = (int) (taken % CAPACITY);
    int size = Math.min(length, Math.min(full, CAPACITY - at));
    System.arraycopy(ring, at, to, offset, size);
    change(() -> taken += size);
    return size;
  }

  private int awaitFull() throws IOException {
    lock.lock();
    try {
      await(() -> finished || failure != null || put > taken);
      if (failure != null) {
        throw failure.get();
      }
      return (int) (put - taken);
    } finally {
      lock.unlock();
    }
  }

  private void await(BooleanSupplier condition) throws InterruptedIOException {
    try {
      while (!condition.getAsBoolean()) {
        changed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a module");
    }
  }

  /** Whether reading would wait. */
  public boolean isEmpty() {
    lock.lock();
    try {
      return !finished && failure == null && put == taken;
    } finally {
      lock.unlock();
    }
  }

  /** The writer's end; closing it finishes. */
  public OutputStream out() {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        Pipe.this.write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] from, int offset, int length) throws IOException {
        Pipe.this.write(from, offset, length);
      }

      @Override
      public void close() {
        finish();
      }
    };
  }

  /** The reader's end; closing it abandons. */
  public InputStream in() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return Pipe.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] to, int offset, int length) throws IOException {
        return Pipe.this.read(to, offset, length);
      }

      @Override
      public int available() {
        return isEmpty() ? 0 : 1;
      }

      @Override
      public void close() {
        abandon();
      }
    };
  }
}
