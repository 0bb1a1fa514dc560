package io.optima.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.ContentId;
import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.transform.Run.Progress;
import io.optima.model.transform.RunRecord;
import io.optima.model.transform.RunState;
import io.optima.store.Store;
import io.optima.store.StoreSettings;
import io.optima.transform.RunDecider.Here;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunKeeperTest {
  private static final ContentId CONTENT = new ContentId(DigestAlgorithm.SHA256, "ab".repeat(32));

  private final OnePlace place = new OnePlace();
  private final Kept memory = new Kept();
  private final List<RunState> told = new ArrayList<>();
  private int changes;
  private Store store;
  private RunKeeper keeper;

  @BeforeEach
  void open(@TempDir Path home) {
    store = Store.open(StoreSettings.in(home));
    keeper = keeper(place);
    store.runs().start(RunDeciderTest.record("r"));
  }

  private RunKeeper keeper(Attempts attempts) {
    Clock clock = Clock.fixed(Instant.parse("2026-01-01T00:00:05Z"), ZoneOffset.UTC);
    return new RunKeeper(
        store.runs(),
        new RunDecider(Duration.ofSeconds(15), 3),
        attempts,
        record -> told.add(record.run().state()),
        () -> changes++,
        clock);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Outcome success() {
    return Outcome.succeeded(1, CONTENT, false, new Progress(5, 50), List.of());
  }

  @Test
  void aRunIsStartedOnceHoweverOftenItIsLookedAfter() {
    keeper.look("r", memory);
    keeper.look("r", memory);
    assertThat(place.started).extracting(Attempt::number).containsExactly(1);
    assertThat(told).containsExactly(RunState.RUNNING);
    assertThat(place.reserved).isFalse();
  }

  @Test
  void aPlaceThatIsNotUsedIsGivenBack() {
    keeper.look("r", memory);
    RunKeeper other = keeper(place);
    place.working = null;
    other.look("r", memory); // another process holds the attempt, its lease has not run out
    assertThat(place.started).hasSize(1);
    assertThat(place.reserved).isFalse();
  }

  @Test
  void aPlaceIsGivenBackWhenTheMemoryCannotBeSaved() {
    memory.broken = true;
    assertThatThrownBy(() -> keeper.look("r", memory)).hasMessage("no state");
    assertThat(place.reserved).isFalse();
    assertThat(place.started).isEmpty();
  }

  @Test
  void theEndIsInTheStoreBeforeAnybodyHearsOfIt() {
    String epoch = keeper.look("r", memory).epoch();
    RunMemory ended = keeper.end("r", memory, epoch, success());
    assertThat(ended.run().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(store.runs().finished("r")).hasValue(ended.record());
    assertThat(told).containsExactly(RunState.RUNNING, RunState.SUCCEEDED);
    keeper.end("r", memory, epoch, Outcome.failed("again"));
    assertThat(store.runs().finished("r")).hasValue(ended.record());
    assertThat(told).hasSize(2);
  }

  @Test
  void anEndWhoseMemoryWasNotSavedStands() {
    String epoch = keeper.look("r", memory).epoch();
    memory.broken = true;
    assertThatThrownBy(() -> keeper.end("r", memory, epoch, success())).hasMessage("no state");
    memory.broken = false;
    place.working = null;
    assertThat(keeper.look("r", memory).run().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(place.started).hasSize(1);
  }

  @Test
  void theEndThatWasWrittenFirstIsSo() {
    String epoch = keeper.look("r", memory).epoch();
    RunRecord running = memory.load().orElseThrow().record();
    RunMemory elsewhere =
        new RunDecider(Duration.ofSeconds(15), 3)
            .end(memory.load().orElseThrow(), epoch, success(), Instant.EPOCH);
    store.runs().finish(elsewhere.record());
    RunMemory ended = keeper.end("r", memory, epoch, Outcome.failed("later"));
    assertThat(running.run().state()).isEqualTo(RunState.RUNNING);
    assertThat(ended.record()).isEqualTo(elsewhere.record());
    assertThat(keeper.cancel("r", memory, "ann").run().state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void aLostMemoryIsMadeFromTheStore() {
    String epoch = keeper.look("r", memory).epoch();
    memory.kept = null;
    assertThat(keeper.recall("r", memory).run().state()).isEqualTo(RunState.QUEUED);
    place.working = null;
    assertThat(keeper.beat("r", memory, epoch, Progress.NONE, List.of())).isFalse();
    String next = keeper.look("r", memory).epoch();
    keeper.end("r", memory, next, success());
    memory.kept = null;
    assertThat(keeper.recall("r", memory).run().state()).isEqualTo(RunState.SUCCEEDED);
    assertThatThrownBy(() -> keeper.recall("none", memory)).hasMessage("there is no run none");
  }

  @Test
  void beatsOfTheCurrentAttemptCountAndEndWithACancel() {
    String epoch = keeper.look("r", memory).epoch();
    int before = changes;
    assertThat(keeper.beat("r", memory, epoch, new Progress(7, 70), List.of("half"))).isTrue();
    assertThat(memory.load().orElseThrow().run().progress()).isEqualTo(new Progress(7, 70));
    assertThat(changes).isGreaterThan(before);
    assertThat(keeper.beat("r", memory, "another", new Progress(9, 90), List.of())).isFalse();
    assertThat(memory.load().orElseThrow().run().progress()).isEqualTo(new Progress(7, 70));
    keeper.cancel("r", memory, "ann");
    assertThat(keeper.beat("r", memory, epoch, new Progress(8, 80), List.of())).isFalse();
    assertThat(keeper.end("r", memory, epoch, Outcome.cancelled()).run().state())
        .isEqualTo(RunState.CANCELLED);
  }

  @Test
  void aQueuedRunIsCancelledAtOnceAndForGood() {
    place.full = true;
    keeper.look("r", memory);
    assertThat(keeper.cancel("r", memory, "ann").run().state()).isEqualTo(RunState.CANCELLED);
    assertThat(store.runs().finished("r")).isPresent();
    place.full = false;
    keeper.look("r", memory);
    assertThat(place.started).isEmpty();
  }

  /** Room for one attempt. */
  private static final class OnePlace implements Attempts {
    private final List<Attempt> started = new ArrayList<>();
    private boolean reserved;
    private boolean full;
    private @Nullable String working;

    @Override
    public Here ask(String run, String epoch) {
      if (epoch.equals(working)) {
        return Here.WORKING;
      }
      if (full || reserved || working != null) {
        return Here.FULL;
      }
      reserved = true;
      return Here.FREE;
    }

    @Override
    public void start(Attempt attempt) {
      reserved = false;
      working = attempt.epoch();
      started.add(attempt);
    }

    @Override
    public void release(String run) {
      reserved = false;
    }
  }

  /** An actor's memory that may fail to be saved. */
  private static final class Kept implements RunKeeper.Memory {
    private @Nullable RunMemory kept;
    private boolean broken;

    @Override
    public Optional<RunMemory> load() {
      return Optional.ofNullable(kept);
    }

    @Override
    public void save(RunMemory memory) {
      if (broken) {
        throw OptimaException.of(ErrorCode.UNAVAILABLE, "no state");
      }
      kept = memory;
    }
  }
}
