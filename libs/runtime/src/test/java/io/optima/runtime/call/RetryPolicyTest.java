package io.optima.runtime.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private static final RetryPolicy QUICK =
      new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofMillis(200));

  private final AtomicInteger tries = new AtomicInteger();

  private String failing(ErrorCode code, int times) {
    if (tries.incrementAndGet() <= times) {
      throw new OptimaException(code, "try " + tries.get());
    }
    return "done";
  }

  @Test
  void whatIsUnavailableIsTriedAgain() {
    assertThat(QUICK.call(() -> failing(ErrorCode.UNAVAILABLE, 3))).isEqualTo("done");
    assertThat(tries).hasValue(4);
  }

  @Test
  void otherErrorsComeAtOnce() {
    assertThatThrownBy(() -> QUICK.call(() -> failing(ErrorCode.CONFLICT, 3))).hasMessage("try 1");
    assertThat(tries).hasValue(1);
  }

  @Test
  void patienceEnds() {
    assertThatThrownBy(() -> QUICK.call(() -> failing(ErrorCode.UNAVAILABLE, 1_000_000)))
        .isInstanceOf(OptimaException.class);
    assertThat(tries.get()).isBetween(10, 1000);
  }
}
