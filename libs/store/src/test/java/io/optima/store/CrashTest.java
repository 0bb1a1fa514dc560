package io.optima.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.optima.model.ChunkDigest;
import io.optima.model.DatasetName;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Publishes until a crash at a random point, then looks at what is left. A failing seed is replayed
 * with {@code -Doptima.seed=<n>}.
 */
final class CrashTest {
  private static final String NAME = "crash/test";
  private static final List<String> LABELS =
      List.of(
          "chunk.before-put",
          "chunk.after-put",
          "manifest.before-put",
          "manifest.after-put",
          "commit.before-append",
          "commit.after-append");

  @TempDir private Path home;
  private final TurnedClock clock = new TurnedClock();
  private final MemoryObjectStore objects = new MemoryObjectStore(clock);

  /** What was promised to callers: sequence → manifest. */
  private final Map<Long, ChunkDigest> acknowledged = new TreeMap<>();

  static Stream<Long> seeds() {
    Long seed = Long.getLong("optima.seed");
    return seed != null ? Stream.of(seed) : Stream.iterate(1L, next -> next + 1).limit(60);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nothingIsHalfVisibleNothingAcknowledgedIsLostAndGarbageGoes(long seed) {
    Random random = new Random(seed);
    for (int life = 0; life < 3; life++) {
      liveUntilCrash(random);
      checkWhatIsLeft();
    }
    collectAfterAWhile();
    checkWhatIsLeft();
    assertThat(chunks()).isEqualTo(referenced());
    assertThat(keys("publishing/")).isEmpty();
  }

  private void liveUntilCrash(Random random) {
    String label = LABELS.get(random.nextInt(LABELS.size()));
    MortalStore mortal = new MortalStore(objects);
    FaultPoints faults =
        new FaultPoints(StoreSettings.Faults.crashAt(label, 1 + random.nextInt(8)), mortal::die);
    try (Store store = Store.open(settings(), new FaultyObjectStore(mortal, faults))) {
      Throwable end = catchThrowable(() -> publishForever(store, random));
      assertThat(end).isInstanceOf(Killed.class);
    }
  }

  private void publishForever(Store store, Random random) {
    for (int round = 0; round < 100; round++) {
      PublishSession session = store.publish();
      try {
        publish(store, session, random);
      } finally {
        // the dead cannot tidy up: their objects stay
        assertThat(catchThrowable(session::close))
            .satisfiesAnyOf(
                thrown -> assertThat(thrown).isNull(),
                thrown -> assertThat(thrown).isInstanceOf(Killed.class));
      }
    }
  }

  private void publish(Store store, PublishSession session, Random random) {
    long head = store.datasets().head(name()).map(LogEntry::sequence).orElse(0L);
    ChunkDigest leaves = session.put(Samples.bytes("leaves " + random.nextInt(1000)));
    ChunkDigest[] chunks = new ChunkDigest[1 + random.nextInt(3)];
    for (int i = 0; i < chunks.length; i++) {
      chunks[i] = session.put(Samples.bytes("chunk " + random.nextInt(20)));
    }
    if (random.nextInt(4) == 0) {
      return;
    }
    ChunkDigest manifest = store.manifests().write(session, Samples.manifest(leaves, chunks));
    Version version = Samples.version(head + 1, manifest);
    if (store.datasets().append(Samples.entry(NAME, head + 1, version))) {
      acknowledged.put(head + 1, manifest);
      session.release();
    }
  }

  private void checkWhatIsLeft() {
    try (Store store = Store.open(settings(), objects)) {
      List<LogEntry> entries = store.datasets().entries(name(), 0).toList();
      acknowledged.forEach(
          (sequence, manifest) ->
              assertThat(manifestOf(entries.get((int) (sequence - 1)))).isEqualTo(manifest));
      // at most the last entry was written and not acknowledged
      assertThat(entries.size()).isLessThanOrEqualTo(lastAcknowledged() + 3);
      entries.forEach(entry -> isComplete(store, manifestOf(entry)));
    }
  }

  private int lastAcknowledged() {
    return acknowledged.keySet().stream().mapToInt(Long::intValue).max().orElse(0);
  }

  private static ChunkDigest manifestOf(LogEntry entry) {
    return java.util.Objects.requireNonNull(entry.latest()).manifest();
  }

  private static void isComplete(Store store, ChunkDigest address) {
    Manifest manifest = store.manifests().read(address);
    assertThat(store.chunks().get(java.util.Objects.requireNonNull(manifest.leaves())))
        .isNotEmpty();
    manifest.chunks().forEach(chunk -> assertThat(store.chunks().get(chunk.digest())).isNotEmpty());
  }

  private void collectAfterAWhile() {
    clock.forward(Duration.ofDays(2));
    try (Store store = Store.open(settings(), objects)) {
      store.garbage().delete();
    }
  }

  private Set<ChunkDigest> referenced() {
    Set<ChunkDigest> referenced = new HashSet<>();
    try (Store store = Store.open(settings(), objects)) {
      store
          .datasets()
          .entries(name(), 0)
          .forEach(
              entry -> {
                Manifest manifest = store.manifests().read(manifestOf(entry));
                referenced.add(manifestOf(entry));
                referenced.add(java.util.Objects.requireNonNull(manifest.leaves()));
                manifest.chunks().forEach(chunk -> referenced.add(chunk.digest()));
              });
    }
    return referenced;
  }

  private Set<ChunkDigest> chunks() {
    Set<ChunkDigest> chunks = new HashSet<>();
    keys("chunks/").forEach(key -> chunks.add(Keys.digest(key)));
    return chunks;
  }

  private List<String> keys(String prefix) {
    try (Stream<ObjectInfo> found = objects.list(prefix)) {
      return found.map(ObjectInfo::key).toList();
    }
  }

  private StoreSettings settings() {
    return StoreSettings.in(home);
  }

  private static DatasetName name() {
    return DatasetName.parse(NAME);
  }

  /** As the rest of the process sees its own end: nothing it does has an effect any more. */
  private static final class MortalStore extends ForwardingStore {
    private volatile boolean dead;

    MortalStore(ObjectStore store) {
      super(store);
    }

    void die() {
      dead = true;
      throw new Killed();
    }

    private void live() {
      if (dead) {
        throw new Killed();
      }
    }

    @Override
    public boolean putIfAbsent(String key, byte[] bytes) {
      live();
      return super.putIfAbsent(key, bytes);
    }

    @Override
    public void put(String key, byte[] bytes) {
      live();
      super.put(key, bytes);
    }

    @Override
    public void delete(String key) {
      live();
      super.delete(key);
    }
  }

  private static final class Killed extends RuntimeException {}
}
