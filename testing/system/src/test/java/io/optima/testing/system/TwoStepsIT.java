package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.v1.Run;
import io.optima.v1.RunOutput;
import io.optima.v1.RunState;
import io.optima.v1.StepRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A run of two steps with two outputs whose process halts at a labelled point goes on behind the
 * last step that has finished, and commits each output once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoStepsIT {
  private static final int KILLED = 137;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration A_RUN = Duration.ofMinutes(2);

  private OptimaUnderTest optima;

  @BeforeAll
  void begin() {
    optima = OptimaUnderTest.start();
    Publishing.csv(optima.client(), "steps/orders", Publishing.orders(1_000, 1));
  }

  @AfterAll
  void end() {
    optima.close();
  }

  @ParameterizedTest(name = "{0}, time {1}")
  @CsvSource({
    "step.before-put, 1",
    "step.after-put, 1",
    "step.before-put, 2",
    "step.after-put, 2",
    "fate.before-put, 1",
    "fate.after-put, 1",
    "commit.after-append, 2",
    "commit.after-append, 4",
    "step.after-put, 3",
    "run.after-put, 2"
  })
  void theRunGoesOnBehindTheLastFinishedStep(String label, int time) {
    String name = "two-" + label.replace('.', '-') + "-" + time;
    optima.client().transformations().apply(definition(name));
    optima.restart("optima", Map.of("optima.faults.crash[" + label + "]", String.valueOf(time)));
    Optional<Run> begun = begun(name);
    assertThat(optima.running().program("optima").awaitExit(PATIENCE))
        .as("halts at %s", label)
        .isEqualTo(KILLED);

    optima.restart("optima", Map.of());

    String id = begun.map(Run::getId).orElseGet(() -> onlyRun(name));
    await().atMost(A_RUN).until(() -> Runs.ended(optima.client().transformations().run(id)));
    Run run = optima.client().transformations().run(id);
    assertThat(run.getState()).as(run.getMessage()).isEqualTo(RunState.RUN_STATE_SUCCEEDED);
    assertThat(run.getStepsList())
        .extracting(StepRun::getName)
        .containsExactly("paid", "total", "commit");
    if (!(label.equals("step.before-put") && time == 1)) {
      assertThat(run.getSteps(0).getAttempt()).as("it had finished").isLessThanOrEqualTo(1);
    }
    assertThat(run.getOutputsList()).extracting(RunOutput::getVersion).containsExactly(1L, 1L);
    for (String output : List.of("steps/paid-" + name, "steps/total-" + name)) {
      assertThat(optima.client().datasets().versions(output)).as(output).hasSize(1);
    }
  }

  private String onlyRun(String name) {
    List<Run> runs = optima.client().transformations().runs(name).toList();
    assertThat(runs).hasSize(1);
    return runs.getFirst().getId();
  }

  /** Runs until the server has gone; the run, if the client was told of it. */
  private Optional<Run> begun(String name) {
    try {
      Run run = Runs.start(optima.client(), name);
      try {
        Runs.finished(optima.client(), run.getId());
      } catch (OptimaException gone) {
        assertThat(gone.code()).as(gone.toString()).isEqualTo(ErrorCode.UNAVAILABLE);
      }
      return Optional.of(run);
    } catch (OptimaException gone) {
      assertThat(gone.code()).as(gone.toString()).isEqualTo(ErrorCode.UNAVAILABLE);
      return Optional.empty();
    }
  }

  /** Rows of its own for each, so that nothing is known from an earlier run. */
  private static String definition(String name) {
    return """
    name: %1$s
    inputs:
      orders: steps/orders
    steps:
      paid:
        sql: select customer, '%1$s' as run, sum(amount) as paid from orders group by customer order by customer
      total:
        needs: [paid]
        sql: select run, sum(paid) as total from paid group by run
    outputs:
      paid: steps/paid-%1$s
      total: steps/total-%1$s
    """
        .formatted(name);
  }
}
