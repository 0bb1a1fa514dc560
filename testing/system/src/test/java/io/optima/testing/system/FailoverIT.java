package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.optima.model.OptimaException;
import io.optima.v1.Durability;
import io.optima.v1.Partition;
import io.optima.v1.Stream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes on one object store, each with actors of its own that believe to be the only ones: what
 * a partition's log says is all that is between them. One is paused in the middle of everything,
 * longer than its lease, comes back, and is killed.
 */
class FailoverIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int PARTITIONS = 2;

  @TempDir Path store;

  private OptimaUnderTest host() {
    return OptimaUnderTest.start(
        settings ->
            settings
                .withProperty("optima.store.url", "file:" + store.resolve("shared"))
                .withProperty("optima.stream.secret", "between-the-two")
                .withProperty("optima.stream.lease", "4s"));
  }

  private static void signal(OptimaUnderTest optima, String signal)
      throws IOException, InterruptedException {
    String pid = String.valueOf(optima.running().program("optima").pid());
    assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();
  }

  private static Stream describe(OptimaUnderTest optima, String stream) {
    return optima.client().streams().describe(stream);
  }

  @Test
  void anotherNodeGoesOnWithAllThatWasAcknowledgedAndTheOldOneDoesNothingMore() throws Exception {
    StreamHistory stream = new StreamHistory("failover/clicks");
    try (OptimaUnderTest one = host();
        OptimaUnderTest two = host();
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      stream.create(one.client(), PARTITIONS, Duration.ofHours(1), Durability.DURABILITY_OBJECT);
      stream.publish(one.client(), "a", 3_000);
      AtomicBoolean stopped = new AtomicBoolean();
      Future<?> through = clients.submit(() -> stream.publish(one.client(), "b", stopped));
      await().atMost(PATIENCE).until(() -> stream.history().acknowledged() > 5_000);

      signal(one, "STOP");
      stream.publish(two.client(), "c", 2_000);
      long taken = stream.read(two.client());
      assertThat(taken).isGreaterThan(7_000);
      assertThat(describe(two, "failover/clicks").getPartitionsList())
          .extracting(Partition::getSealed)
          .as("all of it was in the other node's journal")
          .containsOnly(0L);

      signal(one, "CONT");
      long back = stream.history().acknowledged();
      await().atMost(PATIENCE).until(() -> stream.history().acknowledged() > back + 1_000);
      stopped.set(true);
      through.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      Stream there = describe(two, "failover/clicks");
      assertThat(describe(one, "failover/clicks"))
          .as("both ask the node that took over")
          .isEqualTo(there);

      one.running().program("optima").kill();
      stream.publish(two.client(), "d", 1_000);
      two.client().streams().seal("failover/clicks");
      long read = stream.read(two.client());
      assertThat(stream.history().findings(true)).isEmpty();
      assertThat(read).isGreaterThanOrEqualTo(stream.history().acknowledged());
    }
  }

  @Test
  void whatOneDiskAloneHasWaitsForIt() throws Exception {
    StreamHistory stream = new StreamHistory("failover/local");
    try (OptimaUnderTest one = host();
        OptimaUnderTest two = host()) {
      stream.create(one.client(), 1, Duration.ofHours(1));
      stream.publish(one.client(), "a", 1_000);
      signal(one, "STOP");
      assertThatThrownBy(() -> two.client().streams().seal("failover/local"))
          .isInstanceOf(OptimaException.class);
      signal(one, "CONT");
      stream.publish(one.client(), "b", 1_000);
      assertThat(stream.read(two.client())).isEqualTo(2_000);
      assertThat(stream.history().findings(true)).isEmpty();
    }
  }
}
