package io.optima.lineage;

import io.optima.model.DatasetName;
import java.util.Collection;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** One dataset is read by one thread at a time; several may share a lock. */
final class Locks {
  private static final int STRIPES = 64;

  private final ReentrantLock[] stripes =
      Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(ReentrantLock[]::new);

  void with(Collection<DatasetName> names, Runnable work) {
    int[] wanted = names.stream().mapToInt(Locks::stripe).sorted().distinct().toArray();
    int held = 0;
    try {
      // always from the lowest up, so that nobody waits for somebody who waits for them
      while (held < wanted.length) {
        stripes[wanted[held]].lock();
        held++;
      }
      work.run();
    } finally {
      while (held > 0) {
        stripes[wanted[--held]].unlock();
      }
    }
  }

  private static int stripe(DatasetName name) {
    return Math.floorMod(name.hashCode(), STRIPES);
  }
}
