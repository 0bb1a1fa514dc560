package io.optima.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.optima.model.transform.Fate;
import io.optima.model.transform.StepName;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much of a run is written when it crashes at a label. */
final class FaultyObjectStoreTest {
  @TempDir private Path home;
  private final MemoryObjectStore objects = new MemoryObjectStore(Clock.systemUTC());

  @ParameterizedTest
  @CsvSource({
    "run.before-put, 0",
    "run.after-put, 1",
    "step.before-put, 1",
    "step.after-put, 2",
    "fate.before-put, 2",
    "fate.after-put, 3"
  })
  void aCrashIsWhereItsLabelSays(String label, int written) {
    FaultPoints faults =
        new FaultPoints(
            StoreSettings.Faults.crashAt(label, 1),
            () -> {
              throw new IllegalStateException(label);
            });
    ObjectStore faulty = new FaultyObjectStore(objects, faults);
    try (Store store = Store.open(StoreSettings.in(home), faulty)) {
      assertThatIllegalStateException().isThrownBy(() -> live(store.runs())).withMessage(label);
    }
    try (Stream<ObjectInfo> found = objects.list(Keys.RUNS)) {
      assertThat(found).hasSize(written);
    }
  }

  private static void live(RunRecords runs) {
    runs.start(Samples.run("r"));
    runs.putStep("r", Samples.result(new StepName("clean"), Samples.digest("manifest")));
    runs.decide("r", Fate.COMMIT);
  }
}
