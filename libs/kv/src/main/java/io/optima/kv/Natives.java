package io.optima.kv;

import io.optima.query.secure.Closing;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.RocksDB;

/** Objects of RocksDB, whose memory nobody else frees. */
final class Natives {
  private static final AtomicLong OPEN = new AtomicLong();

  static {
    RocksDB.loadLibrary();
  }

  private Natives() {}

  /** Closes the object with the others, before those that were added earlier. */
  static <T extends AbstractNativeReference> T add(Closing closing, T made) {
    OPEN.incrementAndGet();
    closing.add(
        () -> {
          made.close();
          OPEN.decrementAndGet();
        });
    return made;
  }

  /** Objects that are not closed. */
  static long open() {
    return OPEN.get();
  }
}
