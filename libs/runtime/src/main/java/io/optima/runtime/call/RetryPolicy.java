package io.optima.runtime.call;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The one retry policy: what answers UNAVAILABLE is tried again with growing, scattered pauses.
 * Only for calls that may be made twice, which in Optima is every call with an idempotency key.
 *
 * @param firstPause before the second try; each further one is twice as long
 * @param longestPause no pause is longer
 * @param patience no further try begins after this time
 */
@ConfigurationProperties(value = "optima.retry", ignoreUnknownFields = false)
public record RetryPolicy(
    @DefaultValue("50ms") Duration firstPause,
    @DefaultValue("2s") Duration longestPause,
    @DefaultValue("20s") Duration patience) {

  public <T> T call(Supplier<T> attempt) {
    long deadline = System.nanoTime() + patience.toNanos();
    Duration pause = firstPause;
    while (true) {
      try {
        return attempt.get();
      } catch (OptimaException e) {
        if (e.code() != ErrorCode.UNAVAILABLE || System.nanoTime() + pause.toNanos() > deadline) {
          throw e;
        }
      }
      sleep(pause);
      pause =
          pause.multipliedBy(2).compareTo(longestPause) < 0 ? pause.multipliedBy(2) : longestPause;
    }
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(
          pause.toMillis() / 2 + ThreadLocalRandom.current().nextLong(pause.toMillis() + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OptimaException(ErrorCode.CANCELLED, "the call was cancelled", e);
    }
  }
}
