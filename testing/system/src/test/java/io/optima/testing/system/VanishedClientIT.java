package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.v1.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Clients that end in the middle, by Ctrl-C or {@code kill -9}, leave nothing half visible and
 * nothing in use: there is one query instance, so that a query nobody reads any more would keep it
 * from all others.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VanishedClientIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What the JVM opens and closes by itself, such as connections to its sidecar. */
  private static final int SLACK = 15;

  private OptimaUnderTest optima;
  private long files;
  private long threads;

  @BeforeAll
  void begin() {
    optima =
        OptimaUnderTest.start(
            settings ->
                settings
                    .withProperty("optima.query.instances", "1")
                    .withProperty("optima.query.waiting", "1s"));
    Publishing.csv(optima.client(), "vanish/rows", Publishing.orders(500_000, 1));
    Publishing.csv(optima.client(), "vanish/few", Publishing.orders(10, 1));
    Queries.number(optima.client(), "select count(*) from vanish.rows");
    assertThat(OptimaCommand.run(optima.home(), "get", "vanish/rows")).isZero();
  }

  @AfterAll
  void end() {
    optima.close();
  }

  @BeforeEach
  void measure() throws IOException {
    Queries.number(optima.client(), "select count(*) from vanish.few");
    files = openFiles();
    threads = threads();
  }

  @Test
  void publishing() throws IOException {
    publishUntil(OptimaCommand::kill);
  }

  @Test
  void publishingUntilCtrlC() throws IOException {
    publishUntil(OptimaCommand::interrupt);
  }

  private void publishUntil(Consumer<OptimaCommand> end) throws IOException {
    try (OptimaCommand client =
        OptimaCommand.start(optima.home(), "publish", "vanish/new", "-", "--format", "csv")) {
      client.write(Publishing.orders(50_000, 1));
      await().atMost(PATIENCE).until(() -> !staged().isEmpty());

      end.accept(client);
      client.awaitEnd();
    }
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(staged()).isEmpty());
    assertThatThrownBy(() -> optima.client().datasets().describe("vanish/new"))
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    assertNothingInUse();
  }

  @Test
  void downloading() {
    vanishReading("get", "vanish/rows");
  }

  @Test
  void readingAnEndlessQuery() {
    vanishReading("sql", "--csv", "select a.*, b.id from vanish.rows a, vanish.rows b");
  }

  private void vanishReading(String... arguments) {
    try (OptimaCommand client = OptimaCommand.start(optima.home(), arguments)) {
      await().atMost(PATIENCE).until(client::hasOutput);
      client.kill();
      client.awaitEnd();
    }
    assertNothingInUse();
  }

  @Test
  void watchingARunWhichGoesOn() {
    optima
        .client()
        .transformations()
        .apply(MainJobContract.totals("vanish-totals", "vanish/rows", "vanish/totals"));
    try (OptimaCommand client = OptimaCommand.start(optima.home(), "run", "vanish-totals")) {
      await().atMost(PATIENCE).until(() -> runs() > 0);
      client.kill();
      client.awaitEnd();
    }
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                optima
                    .client()
                    .transformations()
                    .runs("vanish-totals")
                    .allMatch(run -> run.getState() == RunState.RUN_STATE_SUCCEEDED));
    assertThat(optima.client().datasets().versions("vanish/totals")).hasSize(1);
    assertNothingInUse();
  }

  private long runs() {
    return optima.client().transformations().runs("vanish-totals").count();
  }

  /** Other versions than the client read can be queried, and the process is as it was before. */
  private void assertNothingInUse() {
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(OptimaException.class)
        .until(() -> Queries.number(optima.client(), "select count(*) from vanish.few") == 10);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(openFiles()).isLessThanOrEqualTo(files + SLACK);
              assertThat(threads()).isLessThanOrEqualTo(threads + SLACK);
            });
  }

  private Path process(String name) {
    return Path.of("/proc", String.valueOf(optima.running().program("optima").pid()), name);
  }

  private long openFiles() throws IOException {
    return count(process("fd"));
  }

  private long threads() throws IOException {
    return count(process("task"));
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    }
  }

  private List<Path> staged() throws IOException {
    Path staging = optima.home().resolve("staging");
    if (!Files.exists(staging)) {
      return List.of();
    }
    try (Stream<Path> sessions = Files.list(staging)) {
      return sessions.toList();
    }
  }
}
