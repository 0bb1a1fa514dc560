package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Streams under fire: processes are killed while publishers publish and chunks are sealed. The seed
 * decides who dies when.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashedStreamIT {
  private static final List<List<String>> VICTIMS =
      List.of(List.of("optima"), List.of("optima.daprd"), List.of("optima", "optima.daprd"));

  private OptimaUnderTest optima;

  @BeforeAll
  void begin() {
    optima = OptimaUnderTest.start();
  }

  @AfterAll
  void end() {
    optima.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void nothingIsLostDoubledOrReordered(long seed) throws Exception {
    Random random = new Random(seed);
    StreamHistory stream = new StreamHistory("crashed/seed-" + seed);
    stream.create(optima.client(), 1 + random.nextInt(5), Duration.ofMillis(500));
    AtomicBoolean stopped = new AtomicBoolean();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> publishers =
          List.of(
              clients.submit(() -> stream.publish(optima.client(), "a", stopped)),
              clients.submit(() -> stream.publish(optima.client(), "b", stopped)));
      for (int crash = 0; crash < 2; crash++) {
        long published = stream.history().acknowledged() + random.nextInt(20_000);
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> stream.history().acknowledged() >= published);
        crash(VICTIMS.get(random.nextInt(VICTIMS.size())));
      }
      stopped.set(true);
      for (Future<?> publisher : publishers) {
        publisher.get(3, TimeUnit.MINUTES);
      }
    }
    long read = stream.read(optima.client());
    assertThat(stream.history().findings(true)).as("seed %d", seed).isEmpty();
    assertThat(read).isGreaterThanOrEqualTo(stream.history().acknowledged());
    assertThat(stream.history().acknowledged()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void clientsThatAreKilledLeaveNoHalfAndNoDoubledBatch(long seed) throws Exception {
    Random random = new Random(seed);
    String name = "crashed/clients-" + seed;
    StreamHistory stream = new StreamHistory(name);
    stream.create(optima.client(), 1 + random.nextInt(5), Duration.ofMillis(500));
    for (int client = 0; client < 4; client++) {
      String publisher = "client-" + client;
      long until = stream.history().acknowledged() + 1 + random.nextInt(4_000);
      try (PublishingClient killed =
          PublishingClient.start(optima, name, publisher, stream.history())) {
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> stream.history().acknowledged() >= until || !killed.isAlive());
        assertThat(killed.isAlive()).isTrue();
      }
    }
    long read = stream.read(optima.client());
    assertThat(stream.history().findings(true)).as("seed %d", seed).isEmpty();
    assertThat(read).isGreaterThanOrEqualTo(stream.history().acknowledged());
  }

  private void crash(List<String> programs) {
    programs.forEach(victim -> optima.running().program(victim).kill());
    programs.forEach(victim -> optima.running().restart(victim, Map.of()));
    optima.running().awaitReady();
  }
}
