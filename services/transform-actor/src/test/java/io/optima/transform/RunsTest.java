package io.optima.transform;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.transform.Run;
import io.optima.model.transform.RunRecord;
import io.optima.model.transform.RunState;
import io.optima.store.Store;
import io.optima.store.StoreSettings;
import io.optima.transform.definition.Transformations;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {
  private static final Principal ANN = new Principal("ann", Set.of());
  private static final Principal OLGA = new Principal("olga", Set.of());
  private static final Principal EVE = new Principal("eve", Set.of());
  private static final Principal ADMIN = new Principal("root", Set.of(Principal.ADMIN));

  private final Map<String, Run> living = new HashMap<>();
  private Store store;
  private Runs runs;

  /** Ann's runs of a transformation that belongs to olga. */
  @BeforeEach
  void open(@TempDir Path home) {
    store = Store.open(StoreSettings.in(home));
    Transformations transformations =
        new Transformations(store.transformations(), Clock.systemUTC());
    transformations.apply(MadeUp.definition("delays"), OLGA);
    runs = new Runs(store.runs(), transformations, id -> requireNonNull(living.get(id)));
    for (String id : List.of("r1", "r2", "r3")) {
      RunRecord record = MadeUp.record(id, MadeUp.definition("delays"));
      store.runs().start(record);
      living.put(id, record.run());
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static List<String> ids(List<Run> runs) {
    return runs.stream().map(Run::id).toList();
  }

  @Test
  void runsAreListedNewestFirstInPages() {
    assertThat(ids(runs.list(ANN, "", "", 10))).containsExactly("r3", "r2", "r1");
    assertThat(ids(runs.list(ANN, "", "", 2))).containsExactly("r3", "r2");
    assertThat(ids(runs.list(ANN, "delays", "r2", 2))).containsExactly("r1");
    assertThat(runs.list(ANN, "others", "", 10)).isEmpty();
  }

  @Test
  void theyAreSeenByWhoStartedThemTheOwnerAndAdministrators() {
    assertThat(runs.list(OLGA, "", "", 10)).hasSize(3);
    assertThat(runs.list(ADMIN, "", "", 10)).hasSize(3);
    assertThat(runs.list(EVE, "", "", 10)).isEmpty();
    assertThat(runs.run(OLGA, "r1").id()).isEqualTo("r1");
    assertThatThrownBy(() -> runs.run(EVE, "r1")).hasMessage("there is no run r1");
    assertThatThrownBy(() -> runs.run(ADMIN, "r9")).hasMessage("there is no run r9");
  }

  @Test
  void onlyWhoStartedARunAndAdministratorsSteerIt() {
    runs.requireControl(ANN, "r1");
    runs.requireControl(ADMIN, "r1");
    assertThatThrownBy(() -> runs.requireControl(OLGA, "r1"))
        .isInstanceOfSatisfying(
            OptimaException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED));
    assertThatThrownBy(() -> runs.requireControl(EVE, "r1")).hasMessage("there is no run r1");
  }

  @Test
  void aRunThatHasEndedIsTheStores() {
    RunRecord queued = MadeUp.record("r2", MadeUp.definition("delays"));
    store.runs().finish(queued.with(MadeUp.in(RunState.CANCELLED, queued.run())));
    living.clear();
    assertThat(runs.run(ANN, "r2").state()).isEqualTo(RunState.CANCELLED);
  }
}
