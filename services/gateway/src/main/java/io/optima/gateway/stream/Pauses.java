package io.optima.gateway.stream;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.time.Duration;

/** Growing pauses between tries, until patience ends. */
final class Pauses {
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final Duration first;
  private final Duration patience;
  private Duration pause;
  private long deadline;
  private boolean failing;

  Pauses(Duration first, Duration patience) {
    this.first = first;
    this.patience = patience;
    this.pause = first;
  }

  /** It worked: the next failure is the first one again. */
  void reset() {
    pause = first;
    failing = false;
  }

  /** Waits; false when it has been tried for too long. */
  boolean next() {
    if (!failing) {
      failing = true;
      deadline = System.nanoTime() + patience.toNanos();
    }
    if (System.nanoTime() + pause.toNanos() > deadline) {
      return false;
    }
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OptimaException(ErrorCode.CANCELLED, "the call was cancelled", e);
    }
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return true;
  }
}
