package io.optima.store;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.time.Duration;

/**
 * How long others take us for alive after our last heartbeat. We stop half a lease early, by two
 * clocks: the steady one stands still while a machine sleeps, the other one may be set.
 */
final class Lease {
  private final String what;
  private final Duration half;
  private volatile long steady;
  private volatile long wall;

  Lease(String what, Duration lease) {
    this.what = what;
    this.half = lease.dividedBy(2);
    renew();
  }

  /** Called before a heartbeat is written, so that time spent writing counts against us. */
  Renewal renewing() {
    return new Renewal(System.nanoTime(), System.currentTimeMillis());
  }

  void renewed(Renewal renewal) {
    steady = renewal.steady();
    wall = renewal.wall();
  }

  private void renew() {
    renewed(renewing());
  }

  boolean isHeld() {
    return System.nanoTime() - steady < half.toNanos()
        && System.currentTimeMillis() - wall < half.toMillis();
  }

  /**
   * Refuses to go on when others may take us for dead.
   *
   * @throws OptimaException UNAVAILABLE
   */
  void check() {
    if (!isHeld()) {
      throw lost();
    }
  }

  OptimaException lost() {
    return OptimaException.of(
        ErrorCode.UNAVAILABLE,
        "%s could not show for %s that it is alive and is given up: try again",
        what,
        half);
  }

  /** When a heartbeat began. */
  record Renewal(long steady, long wall) {}
}
