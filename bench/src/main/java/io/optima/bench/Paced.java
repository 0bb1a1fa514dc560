package io.optima.bench;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** Work that begins at a fixed rate, whatever the one before takes. */
final class Paced {
  private static final int SECONDS = 5;

  private Paced() {}

  /**
   * Median and 99th percentile in seconds from the moment a piece was due to its end, so that what
   * waits because others are slow counts.
   */
  static double[] latency(int rate, IntFunction<? extends CompletableFuture<?>> work)
      throws InterruptedException {
    int count = rate * SECONDS;
    long[] nanos = new long[count];
    CountDownLatch done = new CountDownLatch(count);
    long begin = System.nanoTime();
    for (int i = 0; i < count; i++) {
      int number = i;
      long due = begin + i * 1_000_000_000L / rate;
      for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
        LockSupport.parkNanos(early);
      }
      var _ =
          work.apply(number)
              .whenComplete(
                  (answer, failure) -> {
                    nanos[number] = System.nanoTime() - due;
                    done.countDown();
                  });
    }
    done.await();
    Arrays.sort(nanos);
    return new double[] {nanos[count / 2] / 1e9, nanos[(int) (count * 0.99)] / 1e9};
  }
}
