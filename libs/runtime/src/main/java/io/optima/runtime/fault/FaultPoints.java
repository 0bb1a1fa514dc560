package io.optima.runtime.fault;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts how often each label is reached, and does there what was asked for. */
public final class FaultPoints {
  private static final Logger log = LoggerFactory.getLogger(FaultPoints.class);

  /** What a process shows that was killed by SIGKILL. */
  private static final int KILLED = 137;

  private final FaultProperties faults;
  private final Map<String, AtomicInteger> reached = new ConcurrentHashMap<>();

  public FaultPoints(FaultProperties faults) {
    this.faults = faults;
  }

  /** Whether there are any, so that nothing is decorated in vain. */
  public boolean isActive() {
    return !(faults.crash().isEmpty() && faults.fail().isEmpty() && faults.slow().isEmpty());
  }

  /** Halts, fails, waits, or most often does nothing. */
  public void reach(String label) {
    int time = reached.computeIfAbsent(label, unseen -> new AtomicInteger()).incrementAndGet();
    if (time == faults.crash().getOrDefault(label, 0)) {
      log.warn("halting at {}, reached for the {}th time", label, time);
      Runtime.getRuntime().halt(KILLED);
    }
    if (time >= faults.fail().getOrDefault(label, Integer.MAX_VALUE)) {
      throw OptimaException.of(ErrorCode.UNAVAILABLE, "%s fails on purpose", label);
    }
    sleep(faults.slow().getOrDefault(label, Duration.ZERO));
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
