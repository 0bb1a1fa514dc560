package io.optima.transform.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.transform.Definition;
import io.optima.model.transform.RetryRule.Failure;
import io.optima.model.transform.Run;
import io.optima.model.transform.Run.Progress;
import io.optima.model.transform.RunRecord;
import io.optima.model.transform.RunRules;
import io.optima.model.transform.RunState;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepRun;
import io.optima.model.transform.StepState;
import io.optima.transform.run.RunKeeper.Ended;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the simulation cannot tell from luck. */
class RunKeeperTest {
  private static final StepName A = new StepName("a");

  private final Definition definition = Runs.definition(RunRules.DEFAULT, false, "a", "b a");
  private final List<Attempt> started = new ArrayList<>();
  private boolean storeIsFull;
  private final MemoryRuns store =
      new MemoryRuns() {
        @Override
        public void finish(RunRecord record) {
          if (storeIsFull) {
            throw OptimaException.of(ErrorCode.RESOURCE_EXHAUSTED, "full");
          }
          super.finish(record);
        }
      };
  private final RunKeeper keeper = keeper();

  private RunKeeper keeper() {
    store.started.putIfAbsent("r", Runs.record("r", definition));
    RunOffice office =
        new RunOffice(
            store,
            (name, revision) -> definition,
            new RunDecider(Duration.ofSeconds(15), 3),
            new Places(),
            new Processes(),
            record -> {},
            () -> {},
            Clock.fixed(Runs.BEGIN, ZoneOffset.UTC),
            () -> 0.5);
    return new RunKeeper("r", office, new NoMemory());
  }

  private static Ended ended(StepName step, String epoch, Outcome outcome) {
    return new Ended(step, epoch, outcome, Progress.NONE, List.of());
  }

  private static StepRun step(Run run, StepName name) {
    return run.steps().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private Run succeed(Attempt attempt) {
    store.put("r", Runs.result(attempt.step(), attempt.number(), attempt.epoch()));
    return keeper.ended(List.of(ended(attempt.step(), attempt.epoch(), Outcome.SUCCEEDED)));
  }

  @Test
  void anAttemptThatWasGivenUpChangesNothing() {
    keeper.look();
    Outcome failed = Outcome.failed(Failure.OTHER, "no");
    StepRun after = step(keeper.ended(List.of(ended(A, "another", failed))), A);
    assertThat(after.state()).isEqualTo(StepState.RUNNING);
    assertThat(after.failures()).isZero();
  }

  @Test
  void aStoredResultCountsWhateverTheAttemptSays() {
    keeper.look();
    store.put("r", Runs.result(A, 1, "somebody"));
    Outcome failed = Outcome.failed(Failure.OTHER, "no");
    Run run = keeper.ended(List.of(ended(A, started.getFirst().epoch(), failed)));
    assertThat(step(run, A).state()).isEqualTo(StepState.SUCCEEDED);
  }

  @Test
  void whoBeginsAnewTakesWhatIsStored() {
    store.put("r", Runs.result(A, 1, "before"));
    keeper.look();
    assertThat(started).extracting(attempt -> attempt.step().name()).containsExactly("b");
  }

  @Test
  void aRunHasNotEndedBeforeTheStoreSaysSo() {
    keeper.look();
    succeed(started.getFirst());
    storeIsFull = true;
    assertThatThrownBy(() -> succeed(started.getLast())).hasMessage("full");
    assertThat(keeper.get().state()).isEqualTo(RunState.RUNNING);
    storeIsFull = false;
    assertThat(succeed(started.getLast()).state()).isEqualTo(RunState.SUCCEEDED);
  }

  /** Room for everything. */
  private final class Places implements Attempts {
    @Override
    public Set<String> working(String run) {
      return Set.of();
    }

    @Override
    public int reserve(String run, int wanted) {
      return wanted;
    }

    @Override
    public void release(int unused) {}

    @Override
    public void start(Attempt attempt) {
      started.add(attempt);
    }

    @Override
    public void lookAfter(String run, Duration pause) {}
  }

  private static final class NoMemory implements RunKeeper.Memory {
    @Override
    public Optional<Journal> load(Plan plan) {
      return Optional.empty();
    }

    @Override
    public void save(@Nullable RunHead head, SortedMap<StepName, StepEntry> changed) {}

    @Override
    public void forget(Plan plan) {}
  }
}
