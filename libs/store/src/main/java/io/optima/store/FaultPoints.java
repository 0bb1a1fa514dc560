package io.optima.store;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where tests make things go wrong, by label. Decorators around ports call {@link #reach}; without
 * faults nobody puts them there.
 */
public final class FaultPoints {
  private static final Logger log = LoggerFactory.getLogger(FaultPoints.class);

  /** As if the process had been killed. */
  private static final int KILLED = 137;

  private final StoreSettings.Faults faults;
  private final Runnable crash;
  private final Map<String, Integer> reached = new ConcurrentHashMap<>();

  /**
   * Faults with another way to crash.
   *
   * @param crash must not return
   */
  public FaultPoints(StoreSettings.Faults faults, Runnable crash) {
    this.faults = faults;
    this.crash = crash;
  }

  /** Faults whose crash ends the process at once, as a power cut would. */
  public static FaultPoints halting(StoreSettings.Faults faults) {
    return new FaultPoints(faults, () -> Runtime.getRuntime().halt(KILLED));
  }

  /** Whether there are any, so that nothing is decorated in vain. */
  public boolean isActive() {
    return !faults.equals(StoreSettings.Faults.NONE);
  }

  /**
   * Does what is configured for the label: waits, fails or crashes.
   *
   * @throws OptimaException RESOURCE_EXHAUSTED or UNAVAILABLE
   */
  public void reach(String label) {
    int time = reached.merge(label, 1, Integer::sum);
    LockSupport.parkNanos(faults.slow().getOrDefault(label, Duration.ZERO).toNanos());
    if (time == faults.crash().getOrDefault(label, 0)) {
      log.warn("crashing at {}, reached for the {}th time", label, time);
      crash.run();
    }
    if (faults.full().contains(label)) {
      throw OptimaException.of(
          ErrorCode.RESOURCE_EXHAUSTED, "no space left at %s (fault on purpose)", label);
    }
    Integer failing = faults.fail().get(label);
    if (failing != null && time >= failing) {
      throw OptimaException.of(ErrorCode.UNAVAILABLE, "%s failed (fault on purpose)", label);
    }
  }
}
