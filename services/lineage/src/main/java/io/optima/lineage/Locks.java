package io.optima.lineage;

import io.optima.model.DatasetName;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** One dataset is read by one thread at a time; several may share a lock. */
final class Locks {
  private static final int STRIPES = 64;

  private final ReentrantLock[] stripes =
      Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(ReentrantLock[]::new);

  void with(DatasetName name, Runnable work) {
    ReentrantLock lock = stripes[Math.floorMod(name.hashCode(), STRIPES)];
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }
}
