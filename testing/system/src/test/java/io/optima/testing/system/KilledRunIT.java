package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.optima.v1.Run;
import io.optima.v1.RunState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run whose processes are killed with SIGKILL while it works still commits exactly once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledRunIT {
  private OptimaUnderTest optima;

  @BeforeAll
  void begin() {
    optima = OptimaUnderTest.start();
    Publishing.csv(optima.client(), "killed/orders", Publishing.orders(30_000, 1));
  }

  @AfterAll
  void end() {
    optima.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"optima", "optima.daprd", "optima optima.daprd"})
  void theRunEndsWithOneVersion(String victims) {
    String name = "killed-" + victims.replaceAll("[^a-z]", "-");
    optima.client().transformations().apply(slow(name, "killed/out-" + name));
    Run run = Runs.start(optima.client(), name);
    await().atMost(Duration.ofSeconds(30)).until(() -> state(run) == RunState.RUN_STATE_RUNNING);

    List<String> programs = List.of(victims.split(" ", -1));
    programs.forEach(victim -> optima.running().program(victim).kill());
    programs.forEach(victim -> optima.running().restart(victim, Map.of()));
    optima.running().awaitReady();

    await().atMost(Duration.ofMinutes(3)).until(() -> state(run) == RunState.RUN_STATE_SUCCEEDED);
    assertThat(optima.client().datasets().versions("killed/out-" + name)).hasSize(1);
    assertThat(
            optima
                .client()
                .datasets()
                .describe("killed/out-" + name)
                .getLatest()
                .getOrigin()
                .getRun())
        .isEqualTo(run.getId());
  }

  /**
   * Joins the table with itself, so that there is time to be killed; a statement of its own for
   * each run, because what an earlier one has made is not made again.
   */
  private static String slow(String name, String output) {
    return """
    name: %s
    description: Takes some seconds
    inputs:
      orders: killed/orders
    sql: |
      select a.customer, '%s' as run, count(*) as pairs, sum(a.amount * b.amount) as weight
      from orders a, orders b group by a.customer order by a.customer
    output: %s
    """
        .formatted(name, name, output);
  }

  private RunState state(Run run) {
    Run now = optima.client().transformations().run(run.getId());
    assertThat(now.getState()).as(now.getMessage()).isNotEqualTo(RunState.RUN_STATE_FAILED);
    return now.getState();
  }
}
