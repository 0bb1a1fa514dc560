package io.optima.dataset.stream;

import java.time.Duration;

/** A clock that only goes forward, by which leases are counted. */
public interface Ticker {
  /** Nanoseconds since any moment. */
  long nanos();

  /** Waits. */
  void pause(Duration duration) throws InterruptedException;

  /** This machine's. */
  Ticker SYSTEM =
      new Ticker() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
          Thread.sleep(duration);
        }
      };
}
