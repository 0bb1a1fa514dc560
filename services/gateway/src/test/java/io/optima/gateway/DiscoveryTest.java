package io.optima.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.dataset.store.LocalDatasets;
import io.optima.gateway.Discovery.Filter;
import io.optima.model.DatasetName;
import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.dataset.Datasets;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Settings;
import io.optima.model.lineage.LineageQueries;
import io.optima.model.lineage.LineageQueries.Seen;
import io.optima.query.secure.OwnersAndReaders;
import io.optima.store.Store;
import io.optima.store.StoreSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers read their own writes from an index that hears of nothing but by their questions. */
class DiscoveryTest {
  private static final Caller ANN = new Caller(new Principal("ann", Set.of()), "");

  private Store store;
  private Datasets datasets;
  private DeafIndex index;
  private final RecentChanges recent = new RecentChanges(2_500);

  /** No event ever reaches it. */
  private static final class DeafIndex extends LogLineage {
    private final Map<DatasetName, Long> known = new HashMap<>();
    private final List<Integer> told = new ArrayList<>();
    private boolean away;

    DeafIndex(Store store) {
      super(store, new OwnersAndReaders());
    }

    private void learn(List<Seen> seen) {
      if (away) {
        throw new OptimaException(ErrorCode.UNAVAILABLE, "away");
      }
      told.add(seen.size());
      seen.forEach(change -> known.merge(change.dataset(), change.sequence(), Math::max));
    }

    @Override
    public void reach(LineageQueries.Reach query) {
      learn(query.seen());
    }

    @Override
    public LineageQueries.DatasetPage list(LineageQueries.ListDatasets query) {
      learn(query.seen());
      return new LineageQueries.DatasetPage(
          super.list(query).datasets().stream()
              .filter(head -> head.sequence() == known.getOrDefault(head.dataset(), 0L))
              .toList(),
          "");
    }
  }

  @BeforeEach
  void open(@TempDir Path home) {
    store = Store.open(StoreSettings.in(home));
    datasets = new LocalDatasets(store, Clock.systemUTC());
    index = new DeafIndex(store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private LogEntry create(String name) {
    return recent.remember(
        datasets.create(
            new Datasets.Create(
                DatasetName.parse(name),
                Kind.IMMUTABLE,
                DigestAlgorithm.SHA256,
                new Settings("ann", "", Map.of(), Set.of()),
                ANN.author(),
                name)));
  }

  private List<String> listed() {
    return new Discovery(index, recent)
        .list(ANN, Filter.ALL, 0, "").datasets().stream()
            .map(head -> head.dataset().toString())
            .toList();
  }

  @Test
  void aChangeIsListedAsLongAsTheIndexDoesNotKnowIt() {
    create("a/one");
    index.away = true;
    assertThatThrownBy(this::listed).hasMessage("away");
    index.away = false;
    assertThat(listed()).containsExactly("a/one");
    assertThat(listed()).containsExactly("a/one");
    assertThat(index.told).containsExactly(1, 0);
  }

  @Test
  void aChangeMadeDuringAQuestionGoesWithTheNext() {
    LogEntry created = create("a/one");
    List<Seen> asked = recent.seen(10);
    LogEntry dropped = recent.remember(datasets.drop(created.dataset(), ANN.author(), "k"));
    recent.remember(created);
    recent.confirmed(asked);
    assertThat(recent.seen(10)).containsExactly(new Seen(dropped.dataset(), dropped.sequence()));
  }

  @Test
  void manyChangesGoInPieces() {
    LogEntry one = create("a/one");
    IntStream.range(0, 2_400).mapToObj(i -> named(one, "b/d" + i)).forEach(recent::remember);
    assertThat(listed()).containsExactly("a/one");
    assertThat(index.told).containsExactly(1000, 1000, 401);
    assertThat(index.known).hasSize(2_401);
  }

  @Test
  void theOldestAreForgottenWhenThereAreTooMany() {
    LogEntry one = create("a/one");
    IntStream.range(0, 2_500).mapToObj(i -> named(one, "b/d" + i)).forEach(recent::remember);
    assertThat(recent.seen(10_000))
        .hasSize(2_500)
        .doesNotContain(new Seen(one.dataset(), 1))
        .contains(new Seen(DatasetName.parse("b/d0"), 1));
  }

  private static LogEntry named(LogEntry entry, String name) {
    return new LogEntry(
        entry.sequence(),
        entry.change(),
        DatasetName.parse(name),
        entry.kind(),
        entry.algorithm(),
        entry.settings(),
        entry.dropped(),
        entry.latest(),
        entry.author(),
        entry.time(),
        entry.key(),
        entry.traceparent(),
        entry.stream());
  }
}
