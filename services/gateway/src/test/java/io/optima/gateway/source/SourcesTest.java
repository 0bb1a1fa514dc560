package io.optima.gateway.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.optima.dataset.store.LocalDatasets;
import io.optima.gateway.stream.SourceProgress;
import io.optima.model.DatasetName;
import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Datasets;
import io.optima.model.dataset.Datasets.ChangeStream.NewSource;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Settings;
import io.optima.model.lineage.LineageQueries.ChangePage;
import io.optima.model.lineage.LineageQueries.ListChanges;
import io.optima.model.stream.Durability;
import io.optima.model.stream.Stream;
import io.optima.model.stream.StreamSettings;
import io.optima.model.stream.StreamSettings.Retention;
import io.optima.model.stream.StreamSettings.SealPolicy;
import io.optima.model.stream.StreamSource;
import io.optima.model.stream.StreamSource.PubSub;
import io.optima.store.Store;
import io.optima.store.StoreSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which streams are fed, and what follows a failure. */
@SuppressWarnings("NullAway.Init") // begun before each test
final class SourcesTest {
  private static final DatasetName CLICKS = DatasetName.parse("web/clicks");
  private static final UUID ID = new UUID(1, 2);
  private static final Datasets.Author ADA = new Datasets.Author("ada", false, "");

  @TempDir private Path home;
  private final CountedFeed feed = new CountedFeed();
  private final List<LogEntry> changes = new CopyOnWriteArrayList<>();
  private Store store;
  private Datasets datasets;
  private Sources sources;
  private Thread watch;

  /** Feeds nothing; fails as often as it is told to. */
  private static final class CountedFeed implements Feed {
    private final Set<String> topics = ConcurrentHashMap.newKeySet();
    private final AtomicInteger failures = new AtomicInteger();
    private final Set<String> ending = ConcurrentHashMap.newKeySet();
    private final List<Set<String>> fedWhenSettled = new CopyOnWriteArrayList<>();
    private final AtomicInteger most = new AtomicInteger();
    private volatile CompletableFuture<Void> mayEnd = CompletableFuture.completedFuture(null);

    @Override
    public void settle(DatasetName stream, @Nullable StreamSource now) {
      fedWhenSettled.add(Set.copyOf(topics));
    }

    @Override
    public boolean takes(StreamSource source) {
      return source.pubSub() != null;
    }

    @Override
    public void run(FedStream stream, SourceProgress progress) throws InterruptedException {
      if (failures.getAndDecrement() > 0) {
        throw OptimaException.of(ErrorCode.UNAVAILABLE, "the broker is away: start it");
      }
      String topic = Objects.requireNonNull(stream.source().pubSub()).topic();
      topics.add(topic);
      most.accumulateAndGet(topics.size(), Math::max);
      progress.runs();
      try {
        new CountDownLatch(1).await();
      } finally {
        ending.add(topic);
        mayEnd.join();
        topics.remove(topic);
      }
    }
  }

  @BeforeEach
  void begin() {
    store = Store.open(StoreSettings.in(home));
    datasets = new LocalDatasets(store, Clock.systemUTC());
    sources =
        new Sources(store.datasets(), List.of(feed), Duration.ofMillis(1), Duration.ofMillis(20));
  }

  /** As a process does that starts. */
  private void watch() {
    watch = Thread.ofVirtual().start(new SourceWatch(store.datasets(), this::page, sources::look));
  }

  private ChangePage page(ListChanges query) {
    int known = query.token().isEmpty() ? changes.size() : Integer.parseInt(query.token());
    if (!query.token().isEmpty() && known == changes.size()) {
      LockSupport.parkNanos(1_000_000);
    }
    int end = changes.size();
    return new ChangePage(changes.subList(known, end), String.valueOf(end));
  }

  @AfterEach
  void end() {
    sources.close();
    if (watch != null) {
      watch.interrupt();
    }
    store.close();
  }

  private static StreamSettings settings(@Nullable String topic) {
    return new StreamSettings(
        1,
        null,
        Durability.FSYNC,
        Retention.FOREVER,
        SealPolicy.DEFAULT,
        null,
        topic == null ? null : StreamSource.of(new PubSub("events", topic, "")));
  }

  private void create(@Nullable String topic) {
    changes.add(
        datasets.create(
            new Datasets.Create(
                CLICKS,
                Kind.STREAM,
                DigestAlgorithm.SHA256,
                new Settings("ada", "", Map.of(), Set.of()),
                ADA,
                "create",
                new Stream(ID, settings(topic)))));
  }

  private void change(@Nullable String topic) {
    changes.add(
        datasets.changeStream(
            new Datasets.ChangeStream(
                CLICKS,
                null,
                null,
                null,
                null,
                null,
                new NewSource(settings(topic).source()),
                ADA,
                "to " + topic)));
  }

  private void awaitFed(String... topics) {
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(feed.topics).containsExactlyInAnyOrder(topics));
  }

  @Test
  void aStreamIsFedFromTheSourceThatItsSettingsName() {
    watch();
    create("one");
    awaitFed("one");
    change("two");
    awaitFed("two");
    change(null);
    awaitFed();
    await().until(() -> sources.of(ID).isEmpty());
  }

  @Test
  void whatFollowsASourceWaitsForItsEnd() {
    watch();
    create("one");
    awaitFed("one");
    feed.mayEnd = new CompletableFuture<>();
    change(null);
    await().until(() -> feed.ending.contains("one"));
    change("two");
    change("three");
    sources.look(CLICKS);
    feed.mayEnd.complete(null);
    awaitFed("three");
    await().until(() -> !feed.fedWhenSettled.isEmpty());
    assertThat(feed.fedWhenSettled).allSatisfy(fed -> assertThat(fed).doesNotContain("one"));
    assertThat(feed.most).hasValue(1);
  }

  @Test
  void whatWasThereBeforeTheStartIsFedToo() {
    create("one");
    changes.clear();
    watch();
    awaitFed("one");
  }

  @Test
  void aDroppedStreamIsNotFedUntilItIsThereAgain() {
    watch();
    create("one");
    awaitFed("one");
    changes.add(datasets.drop(CLICKS, ADA, "drop"));
    awaitFed();
    changes.add(datasets.undrop(CLICKS, ADA, "undrop"));
    awaitFed("one");
  }

  @Test
  void aSourceThatFailsIsTriedAgainAndSaysWhy() {
    feed.failures.set(Integer.MAX_VALUE);
    watch();
    create("one");
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                assertThat(sources.of(ID))
                    .hasValueSatisfying(
                        state -> {
                          assertThat(state.running()).isFalse();
                          assertThat(state.problem()).isEqualTo("the broker is away: start it");
                        }));
    assertThat(sources.active()).isZero();
    feed.failures.set(0);
    awaitFed("one");
    await().until(() -> sources.active() == 1);
    assertThat(sources.of(ID).orElseThrow().problem()).isEmpty();
    assertThat(sources.total().failures()).isPositive();
  }
}
