package io.optima.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.ContentId;
import io.optima.model.DatasetName;
import io.optima.model.DigestAlgorithm;
import io.optima.model.Principal;
import io.optima.model.transform.Run;
import io.optima.model.transform.Run.Progress;
import io.optima.model.transform.RunRecord;
import io.optima.model.transform.RunState;
import io.optima.transform.Attempt.Purpose;
import io.optima.transform.RunDecider.Decision;
import io.optima.transform.RunDecider.Here;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunDeciderTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final ContentId CONTENT = new ContentId(DigestAlgorithm.SHA256, "ab".repeat(32));

  private final RunDecider decider = new RunDecider(Duration.ofSeconds(15), 3);

  static RunRecord record(String id) {
    Run run =
        new Run(
            id,
            "delays",
            1,
            RunState.QUEUED,
            Map.of(),
            List.of(),
            DatasetName.parse("a/out"),
            "ann",
            0,
            false,
            0,
            null,
            Progress.NONE,
            List.of(),
            "",
            T0,
            T0,
            "");
    return new RunRecord(run, new Principal("ann", Set.of()), "", List.of());
  }

  private static Instant at(long seconds) {
    return T0.plusSeconds(seconds);
  }

  private static Outcome success() {
    return Outcome.succeeded(1, CONTENT, false, new Progress(5, 50), List.of());
  }

  private RunMemory started() {
    return decider.look(RunMemory.of(record("r")), Here.FREE, "p1", "e1", at(1)).memory();
  }

  @Test
  void aQueuedRunStartsWhenThereIsRoom() {
    RunMemory queued = RunMemory.of(record("r"));
    assertThat(decider.look(queued, Here.FULL, "p1", "e1", at(1)).memory()).isEqualTo(queued);
    Decision start = decider.look(queued, Here.FREE, "p1", "e1", at(1));
    assertThat(start.start()).hasValueSatisfying(a -> assertThat(a.number()).isEqualTo(1));
    assertThat(start.memory().run().state()).isEqualTo(RunState.RUNNING);
  }

  @Test
  void anAttemptThatLivesIsLeftAlone() {
    RunMemory running = started();
    assertThat(decider.look(running, Here.WORKING, "p1", "e2", at(100)).start()).isEmpty();
    assertThat(decider.look(running, Here.FREE, "p2", "e2", at(10)).start()).isEmpty();
  }

  @Test
  void aLostAttemptIsFollowedByTheNext() {
    RunMemory running = started();
    assertThat(decider.look(running, Here.FREE, "p2", "e2", at(17)).start())
        .as("the lease is over")
        .isPresent();
    assertThat(decider.look(running, Here.FREE, "p1", "e2", at(2)).start())
        .as("this very process does not work on it")
        .isPresent();
    RunMemory interrupted = decider.end(running, "e1", Outcome.interrupted("store is gone"), at(2));
    assertThat(decider.look(interrupted, Here.FREE, "p2", "e2", at(3)).start())
        .hasValueSatisfying(next -> assertThat(next.number()).isEqualTo(2));
  }

  @Test
  void anAttemptThatWasGivenUpChangesNothing() {
    RunMemory second = decider.look(started(), Here.FREE, "p2", "e2", at(20)).memory();
    assertThat(decider.beat(second, "e1", new Progress(9, 9), List.of("late"), at(21)))
        .isEqualTo(second);
    assertThat(decider.mayGoOn(second, "e1")).isFalse();
    assertThat(decider.end(second, "e1", success(), at(21))).isEqualTo(second);
    assertThat(decider.mayGoOn(second, "e2")).isTrue();
  }

  @Test
  void beatsCarryProgressAndLines() {
    RunMemory beaten =
        decider.beat(started(), "e1", new Progress(9, 90), List.of("half way"), at(2));
    assertThat(beaten.run().progress()).isEqualTo(new Progress(9, 90));
    assertThat(beaten.run().log().getLast().text()).isEqualTo("half way");
    assertThat(beaten.beat()).isEqualTo(at(2));
  }

  @Test
  void cancelEndsAQueuedRunAtOnceAndAsksARunningOne() {
    assertThat(decider.cancel(RunMemory.of(record("r")), "ann", at(1)).run().state())
        .isEqualTo(RunState.CANCELLED);
    RunMemory asked = decider.cancel(started(), "ann", at(2));
    assertThat(asked.run().state()).isEqualTo(RunState.RUNNING);
    assertThat(decider.mayGoOn(asked, "e1")).isFalse();
    assertThat(decider.end(asked, "e1", Outcome.cancelled(), at(3)).run().state())
        .isEqualTo(RunState.CANCELLED);
    assertThat(decider.end(asked, "e1", success(), at(3)).run().state())
        .as("the commit came first")
        .isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void aLostAttemptOfACancelledRunOnlyLooksWhatWasCommitted() {
    RunMemory asked = decider.cancel(started(), "ann", at(2));
    assertThat(decider.look(asked, Here.FREE, "p2", "e2", at(30)).start())
        .hasValueSatisfying(next -> assertThat(next.purpose()).isEqualTo(Purpose.CANCEL));
  }

  @Test
  void tooManyLostAttemptsEndTheRun() {
    RunMemory memory = RunMemory.of(record("r"));
    for (int i = 1; i <= 3; i++) {
      Decision next = decider.look(memory, Here.FREE, "p" + i, "e" + i, at(20L * i));
      assertThat(next.start().orElseThrow().purpose()).isEqualTo(Purpose.WORK);
      memory = next.memory();
    }
    assertThat(decider.look(memory, Here.FREE, "p4", "e4", at(100)).start().orElseThrow().purpose())
        .isEqualTo(Purpose.GIVE_UP);
  }

  /**
   * Whatever happens in whatever order: a run that has ended stays as it is, attempts are numbered
   * without gaps, one lives at a time, and every run comes to an end when it is looked after.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everyRunEndsOnceWhateverHappens(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      RunMemory memory = RunMemory.of(record("r" + round));
      Set<String> epochs = new HashSet<>();
      for (int step = 0; step < 60; step++) {
        RunMemory next = step(memory, random, step, epochs);
        assertFollows(memory, next, "seed " + seed + " round " + round + " step " + step);
        memory = next;
      }
      memory = finished(memory, at(10_000));
      assertThat(memory.run().state().isTerminal()).as("seed " + seed).isTrue();
    }
  }

  private RunMemory step(RunMemory memory, Random random, int step, Set<String> epochs) {
    Instant now = at(step * (1L + random.nextInt(10)));
    String epoch = random.nextInt(4) == 0 ? "e" + random.nextInt(5) : memory.epoch();
    return switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> {
        Here here = List.of(Here.WORKING, Here.FREE, Here.FULL).get(random.nextInt(3));
        Decision decision = decider.look(memory, here, "p" + random.nextInt(3), "e" + step, now);
        decision.start().ifPresent(attempt -> assertThat(epochs.add(attempt.epoch())).isTrue());
        yield decision.memory();
      }
      case 4 -> decider.cancel(memory, "ann", now);
      case 5 -> decider.end(memory, epoch, success(), now);
      case 6 -> decider.end(memory, epoch, Outcome.failed("no"), now);
      case 7 -> decider.end(memory, epoch, Outcome.interrupted("gone"), now);
      default ->
          decider.beat(memory, epoch, new Progress(random.nextInt(9), 1), List.of("line"), now);
    };
  }

  private RunMemory finished(RunMemory memory, Instant now) {
    RunMemory started = decider.look(memory, Here.FREE, "last", "last", now).memory();
    return decider.end(started, started.epoch(), success(), now);
  }

  private static void assertFollows(RunMemory before, RunMemory after, String where) {
    if (before.run().state().isTerminal()) {
      assertThat(after).as(where).isEqualTo(before);
      return;
    }
    assertThat(after.run().attempt() - before.run().attempt()).as(where).isBetween(0, 1);
    if (before.run().state() == RunState.RUNNING) {
      assertThat(after.run().state()).as(where).isNotEqualTo(RunState.QUEUED);
    }
    if (!after.run().equals(before.run())) {
      assertThat(after.run().changed()).as(where).isAfter(before.run().changed());
    }
  }
}
