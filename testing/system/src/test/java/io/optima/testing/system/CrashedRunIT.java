package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.v1.Run;
import io.optima.v1.RunState;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The JVM halts at a labelled point while a transformation is applied and run. Whoever asks again
 * afterwards finds the work done once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashedRunIT {
  private static final int KILLED = 137;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration A_RUN = Duration.ofMinutes(2);

  private OptimaUnderTest optima;

  @BeforeAll
  void begin() {
    optima = OptimaUnderTest.start();
    Publishing.csv(optima.client(), "crashed/orders", Publishing.orders(1_000, 1));
  }

  @AfterAll
  void end() {
    optima.close();
  }

  @ParameterizedTest(name = "{0}, time {1}")
  @CsvSource({
    "revision.before-append, 1",
    "revision.after-append, 1",
    "run.before-put, 1",
    "run.after-put, 1",
    "chunk.after-put, 1",
    "commit.after-append, 2"
  })
  void theWorkIsDoneOnce(String label, int time) {
    String name = "crashed-" + label.replace('.', '-');
    String output = "crashed/out-" + label.replace('.', '-');
    optima.restart("optima", Map.of("optima.faults.crash[" + label + "]", String.valueOf(time)));
    Optional<Run> begun = begin(name, output);
    assertThat(optima.running().program("optima").awaitExit(PATIENCE))
        .as("halts at %s", label)
        .isEqualTo(KILLED);

    optima.restart("optima", Map.of());

    begun.ifPresent(run -> await().atMost(A_RUN).until(() -> succeeded(run.getId())));
    optima.client().transformations().apply(definition(name, output));
    Run again = Runs.run(optima.client(), name);
    assertThat(again.getState()).as(again.getMessage()).isEqualTo(RunState.RUN_STATE_SUCCEEDED);
    assertThat(optima.client().datasets().versions(output)).hasSize(1);
  }

  /** Applies and runs until the server has gone; the run, if the client was told of one. */
  private Optional<Run> begin(String name, String output) {
    Optional<Run> begun = Optional.empty();
    try {
      optima.client().transformations().apply(definition(name, output));
      begun = Optional.of(Runs.start(optima.client(), name));
      Runs.finished(optima.client(), begun.get().getId());
    } catch (OptimaException gone) {
      assertThat(gone.code()).as(gone.toString()).isEqualTo(ErrorCode.UNAVAILABLE);
    }
    return begun;
  }

  private boolean succeeded(String run) {
    Run now = optima.client().transformations().run(run);
    assertThat(now.getState()).as(now.getMessage()).isNotEqualTo(RunState.RUN_STATE_FAILED);
    return now.getState() == RunState.RUN_STATE_SUCCEEDED;
  }

  /** Rows of its own for each, because chunks that are there are not put again. */
  private static String definition(String name, String output) {
    return """
    name: %s
    description: What each customer paid
    inputs:
      orders: crashed/orders
    sql: select customer, '%s' as run, sum(amount) as paid from orders group by customer order by customer
    output: %s
    """
        .formatted(name, name, output);
  }
}
