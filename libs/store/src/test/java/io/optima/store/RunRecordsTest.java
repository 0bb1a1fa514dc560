package io.optima.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.transform.Fate;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepRef;
import io.optima.model.transform.StepResult;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunRecordsTest {
  private static final StepName STEP = new StepName("clean");
  private static final byte[] COMPUTATION = Samples.bytes("select 1");

  private final MemoryObjectStore objects = new MemoryObjectStore(Clock.systemUTC());
  private Path home;
  private Store store;

  @BeforeEach
  void open(@TempDir Path folder) {
    home = folder;
    store = Store.open(StoreSettings.in(home), objects);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void theLastStepOfAComputationIsRemembered() {
    assertThat(store.runs().remembered(COMPUTATION)).isEmpty();
    store.runs().remember(COMPUTATION, new StepRef("first", STEP));
    StepRef second = new StepRef("second", STEP);
    store.runs().remember(COMPUTATION, second);
    assertThat(store.runs().remembered(COMPUTATION)).hasValue(second);
  }

  @Test
  void aMemoryThatIsBrokenOrOldIsNone() {
    for (String left : new String[] {"", "\"0123", "{}", "{\"run\":\"a\"}", "\"0123\""}) {
      objects.put(Keys.computed(Sha256.of(COMPUTATION)), Samples.bytes(left));
      assertThat(store.runs().remembered(COMPUTATION)).as(left).isEmpty();
    }
    StepRef again = new StepRef("again", STEP);
    store.runs().remember(COMPUTATION, again);
    assertThat(store.runs().remembered(COMPUTATION)).hasValue(again);
  }

  @Test
  void aKeyIsTheRunThatClaimedItFirst() {
    assertThat(store.runs().claim("ann", "key", "one")).isEqualTo("one");
    assertThat(store.runs().claim("ann", "key", "two")).isEqualTo("one");
    assertThat(store.runs().claim("ben", "key", "two")).isEqualTo("two");
  }

  @Test
  void aStepsResultIsTheFirstThatIsWritten() {
    StepResult first = Samples.result(STEP, Samples.digest("first"));
    assertThat(store.runs().step("r", STEP)).isEmpty();
    assertThat(store.runs().putStep("r", first)).isTrue();
    assertThat(store.runs().putStep("r", Samples.result(STEP, Samples.digest("second")))).isFalse();
    assertThat(store.runs().step("r", STEP)).hasValue(first);
    StepResult other = Samples.result(new StepName("a_step"), Samples.digest("other"));
    store.runs().putStep("r", other);
    store.runs().putStep("r2", other);
    assertThat(store.runs().steps("r")).containsExactly(other, first);
    assertThat(store.runs().steps("r3")).isEmpty();
  }

  @Test
  void aDamagedResultIsNotTakenForNone() {
    objects.put(Keys.runStep("r", STEP), Samples.bytes("{"));
    assertThatThrownBy(() -> store.runs().step("r", STEP))
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT));
  }

  @Test
  void fateIsDecidedOnce() {
    assertThat(store.runs().fate("r")).isEmpty();
    assertThat(store.runs().decide("r", Fate.ABORT)).isEqualTo(Fate.ABORT);
    assertThat(store.runs().decide("r", Fate.COMMIT)).isEqualTo(Fate.ABORT);
    assertThat(store.runs().fate("r")).hasValue(Fate.ABORT);
    assertThat(store.runs().decide("other", Fate.COMMIT)).isEqualTo(Fate.COMMIT);
  }

  private List<String> open(Store store) {
    try (Stream<String> ids = store.runs().open()) {
      return ids.toList();
    }
  }

  @Test
  void runsAreOpenUntilTheyHaveEnded() {
    assertThat(open(store)).isEmpty();
    store.runs().start(Samples.run("one"));
    store.runs().start(Samples.run("two"));
    assertThat(open(store)).containsExactly("one", "two");
    assertThat(store.runs().finish(Samples.run("one"))).isTrue();
    assertThat(store.runs().finish(Samples.run("one"))).isFalse();
    assertThat(open(store)).containsExactly("two");
    assertThat(objects.stat(Keys.runOpen("one"))).isEmpty();
  }

  /** At every point between the first write of a run and its last. */
  @Test
  void whereverACrashCutsARunIsNotForgottenAndNoEndedOneIsOpen() {
    for (int point = 0; ; point++) {
      String run = "cut-" + point;
      ObjectStore mortal = new CutOff(objects, point);
      try (Store cut = Store.open(StoreSettings.in(home), mortal)) {
        cut.runs().start(Samples.run(run));
        cut.runs().finish(Samples.run(run));
        assertThat(point).as("points that were tried").isEqualTo(4);
        return;
      } catch (IllegalStateException crashed) {
        boolean runs =
            store.runs().started(run).isPresent() && store.runs().finished(run).isEmpty();
        assertThat(open(store).contains(run)).as(run).isEqualTo(runs);
      }
    }
  }

  /** Dies before the write with that number; those that open the store do not count. */
  private static final class CutOff extends ForwardingStore {
    private int left;

    CutOff(ObjectStore store, int writes) {
      super(store);
      this.left = writes;
    }

    private void count(String key) {
      if (!key.equals(StoreFormat.KEY) && left-- == 0) {
        throw new IllegalStateException("crash");
      }
    }

    @Override
    public boolean putIfAbsent(String key, byte[] bytes) {
      count(key);
      return super.putIfAbsent(key, bytes);
    }

    @Override
    public void delete(String key) {
      count(key);
      super.delete(key);
    }

    @Override
    public void close() {
      // the objects live on
    }
  }

  @Test
  void runsOfAStoreWithoutMarkersAreFoundOnce() {
    for (String run : new String[] {"old", "ended"}) {
      objects.putIfAbsent(Keys.runStarted(run), Json.bytes(Samples.run(run)));
    }
    objects.putIfAbsent(Keys.runFinished("ended"), Json.bytes(Samples.run("ended")));
    store.runs().start(Samples.run("new"));
    assertThat(open(store)).containsExactly("new", "old");
    store.runs().finish(Samples.run("old"));
    objects.putIfAbsent(Keys.runStarted("unmarked"), Json.bytes(Samples.run("unmarked")));
    assertThat(open(store)).containsExactly("new");
  }
}
