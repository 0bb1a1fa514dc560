package io.optima.client;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.time.Duration;
import java.util.Set;

/** How long and how often a call is tried again: growing pauses, until patience runs out. */
final class Retries {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /** The server or the connection is away, or what is asked for has just moved. */
  static final Set<ErrorCode> AWAY = Set.of(ErrorCode.UNAVAILABLE, ErrorCode.CONFLICT);

  private final Set<ErrorCode> passing;
  private final Duration patience;
  private Duration pause = Duration.ZERO;
  private long failingSince;
  private boolean failing;

  /**
   * @param passing errors that another try may cure
   */
  Retries(Set<ErrorCode> passing, Duration patience) {
    this.passing = passing;
    this.patience = patience;
  }

  void succeeded() {
    failing = false;
    pause = Duration.ZERO;
  }

  /** Waits before the next try; errors as of {@link #failed}. */
  void pause(OptimaException why) {
    try {
      Thread.sleep(failed(why));
    } catch (InterruptedException e) {
      throw Errors.of(e);
    }
  }

  /**
   * @return how long to wait before the next try
   * @throws OptimaException the error itself when another try does not cure it, or patience ran out
   */
  Duration failed(OptimaException why) {
    long now = System.nanoTime();
    if (!failing) {
      failing = true;
      failingSince = now;
    }
    if (!passing.contains(why.code()) || now - failingSince > patience.toNanos()) {
      throw why;
    }
    Duration longer = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
    pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    return pause;
  }
}
