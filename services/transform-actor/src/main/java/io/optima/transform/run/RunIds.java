package io.optima.transform.run;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/** Makes ids of runs: UUIDs of version 7 (RFC 9562), which sort by the time they were made. */
public final class RunIds {
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public RunIds(Clock clock) {
    this.clock = clock;
  }

  public String next() {
    long time = clock.millis();
    long high = time << 16 | 0x7000L | random.nextInt(1 << 12);
    long low = random.nextLong() >>> 2 | Long.MIN_VALUE;
    return new UUID(high, low).toString();
  }
}
