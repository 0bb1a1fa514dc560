package io.optima.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.ChunkDigest;
import io.optima.model.DatasetName;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Manifest;
import io.optima.model.transform.StepName;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Publishes share a few contents while garbage is collected without pause and with hardly any
 * grace, so that chunks vanish and come back all the time.
 */
final class CollectionRaceTest {
  private static final int CONTENTS = 12;
  private static final int PUBLISHERS = 4;

  /** At least; more until the collector has found something to remove. */
  private static final int PUBLISHES = 30;

  private static final int MOST_PUBLISHES = 3000;

  @TempDir private Path home;
  private final AtomicBoolean done = new AtomicBoolean();
  private final AtomicLong removed = new AtomicLong();

  /** What one of those does who publish at the same time. */
  private interface Publishing {
    Void go(Store store, DatasetName name, Random random);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void aCollectionNeverRemovesWhatACommitRefersTo(long seed) throws Exception {
    race(seed, this::publish);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void norWhatAStepHasStagedOrARunCommittedBeforeItWasForgotten(long seed) throws Exception {
    race(seed, this::stage);
  }

  private void race(long seed, Publishing publishing) throws Exception {
    ObjectStore objects = new SlowStore(new MemoryObjectStore(Clock.systemUTC()), seed);
    StoreSettings settings = StoreSettings.in(home).withLease(Duration.ofSeconds(5));
    try (Store store = Store.open(settings, objects);
        ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<?> collector = threads.submit(() -> collect(settings, objects));
      List<Callable<Void>> publishers = new ArrayList<>();
      for (int number = 0; number < PUBLISHERS; number++) {
        DatasetName name = new DatasetName("race", "d" + number);
        Random random = new Random(seed * 100 + number);
        publishers.add(() -> publishing.go(store, name, random));
      }
      for (Future<Void> publisher : threads.invokeAll(publishers)) {
        publisher.get();
      }
      done.set(true);
      collector.get();
      for (int number = 0; number < PUBLISHERS; number++) {
        isComplete(settings, objects, new DatasetName("race", "d" + number));
      }
    }
    assertThat(removed.get()).as("chunks removed on the way").isPositive();
  }

  private void collect(StoreSettings settings, ObjectStore objects) {
    try (Store store = Store.open(settings, objects)) {
      while (!done.get()) {
        removed.addAndGet(store.garbage().delete(Duration.ofNanos(1000)).garbage().count());
      }
    }
  }

  private Void publish(Store store, DatasetName name, Random random) {
    long sequence = 0;
    for (int round = 0; isWorthAnother(round); round++) {
      try (PublishSession session = store.publish()) {
        Manifest manifest =
            Samples.manifest(content(session, random, round), content(session, random, round));
        if (random.nextInt(3) > 0) {
          ChunkDigest address = store.manifests().write(session, manifest);
          sequence++;
          LogEntry entry =
              Samples.entry(name.toString(), sequence, Samples.version(sequence, address));
          assertThat(store.datasets().append(entry)).isTrue();
        }
        session.release();
      }
    }
    return null;
  }

  /** Half of what is staged is committed, and then its step forgotten. */
  private Void stage(Store store, DatasetName name, Random random) {
    long sequence = 0;
    for (int round = 0; isWorthAnother(round); round++) {
      StepName step = new StepName("s" + round);
      Manifest manifest;
      ChunkDigest address;
      int choice = random.nextInt(3);
      try (PublishSession session = store.publish()) {
        manifest =
            Samples.manifest(content(session, random, round), content(session, random, round));
        address = store.manifests().write(session, manifest);
        if (choice > 0) {
          assertThat(store.runs().putStep(name.name(), Samples.result(step, address))).isTrue();
        }
        session.release();
      }
      if (choice > 1) {
        commitStaged(store, name, ++sequence, manifest);
        store.objects().delete(Keys.runStep(name.name(), step));
      }
    }
    return null;
  }

  /** As publishing does what is staged: its chunks are not put again. */
  private static void commitStaged(
      Store store, DatasetName name, long sequence, Manifest manifest) {
    try (PublishSession session = store.publish()) {
      ChunkDigest address = store.manifests().write(session, manifest);
      LogEntry entry = Samples.entry(name.toString(), sequence, Samples.version(sequence, address));
      assertThat(store.datasets().append(entry)).isTrue();
      session.release();
    }
  }

  private boolean isWorthAnother(int round) {
    return round < PUBLISHES || (removed.get() == 0 && round < MOST_PUBLISHES);
  }

  /** Others as time goes by: what some commit refers to never vanishes again. */
  private static ChunkDigest content(PublishSession session, Random random, int round) {
    int number = round / 5 * CONTENTS + random.nextInt(CONTENTS);
    return session.put(Samples.bytes("content " + number));
  }

  private static void isComplete(StoreSettings settings, ObjectStore objects, DatasetName name) {
    try (Store store = Store.open(settings, objects)) {
      store
          .datasets()
          .entries(name, 0)
          .map(entry -> Objects.requireNonNull(entry.latest()).manifest())
          .forEach(address -> isComplete(store, address));
      store.runs().steps(name.name()).stream()
          .flatMap(result -> result.rows().values().stream())
          .forEach(rows -> isComplete(store, rows.manifest()));
    }
  }

  private static void isComplete(Store store, ChunkDigest address) {
    Manifest manifest = store.manifests().read(address);
    assertThat(store.chunks().exists(Objects.requireNonNull(manifest.leaves()))).isTrue();
    manifest.chunks().forEach(each -> assertThat(store.chunks().exists(each.digest())).isTrue());
  }

  /** Lets other threads in between any two steps. */
  private static final class SlowStore extends ForwardingStore {
    private final Random random;

    SlowStore(ObjectStore store, long seed) {
      super(store);
      this.random = new Random(seed);
    }

    private void letOthersIn() {
      if (random.nextInt(3) == 0) {
        LockSupport.parkNanos(random.nextInt(200_000));
      }
    }

    @Override
    public boolean putIfAbsent(String key, byte[] bytes) {
      letOthersIn();
      return super.putIfAbsent(key, bytes);
    }

    @Override
    public java.util.Optional<ObjectInfo> stat(String key) {
      letOthersIn();
      java.util.Optional<ObjectInfo> info = super.stat(key);
      letOthersIn();
      return info;
    }

    @Override
    public void delete(String key) {
      letOthersIn();
      super.delete(key);
    }
  }
}
