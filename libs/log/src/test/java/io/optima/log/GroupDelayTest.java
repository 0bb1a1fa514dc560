package io.optima.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long a batch waits for others to be synced with it, under a virtual clock. */
final class GroupDelayTest {
  private static final PartitionId P0 = new PartitionId(new UUID(1, 2), 0);
  private static final long DELAY = JournalSettings.DEFAULT.groupDelay().toNanos();
  private static final int MANY = 100;

  private final CoreDriver driver;
  private long now;

  GroupDelayTest() throws IOException {
    JournalSettings settings = JournalSettings.DEFAULT.withSegmentBytes(1 << 20);
    driver = new CoreDriver(new SimulatedDisk(new SplittableRandom(1)), settings, 1);
    driver.append(P0, 1, 1, new byte[10]); // the first segment is there
  }

  private static long micros(long micros) {
    return TimeUnit.MICROSECONDS.toNanos(micros);
  }

  /** One batch comes, is written at once, and its sync takes so long. */
  private void group(long syncNanos) throws IOException {
    now += TimeUnit.SECONDS.toNanos(1);
    var _ = driver.offer(P0, 1, 1, new byte[10], now);
    assertThat(driver.core.dueNanos()).as("nobody to wait for").isLessThanOrEqualTo(now);
    Group group = Objects.requireNonNull(driver.core.form(now));
    group.write();
    group.force();
    now += syncNanos;
    driver.core.commit(group, now);
    group.acknowledgeSynced();
  }

  /** When a batch that comes now is due, from now on. */
  private long due() {
    var _ = driver.offer(P0, 1, 1, new byte[10], now);
    return Math.max(0, driver.core.dueNanos() - now);
  }

  @Test
  void whereSyncsAreFastABatchIsDueWhenTheGroupBeforeIsSynced() throws IOException {
    for (int i = 0; i < MANY; i++) {
      group(micros(200));
    }
    assertThat(due()).isLessThan(micros(1));
  }

  @Test
  void aBatchBehindAGroupThatWasFasterThanOthersWaitsAsLongAsThoseTake() throws IOException {
    for (int i = 0; i < MANY; i++) {
      group(micros(1_000));
    }
    group(micros(100));
    assertThat(due()).isBetween(micros(700), micros(900));
  }

  @Test
  void howeverSlowSyncsAreTheDelayIsTheMostThatABatchWaits() throws IOException {
    for (int i = 0; i < MANY; i++) {
      group(micros(50_000));
    }
    group(micros(100));
    assertThat(due()).isEqualTo(DELAY - micros(100));
  }
}
