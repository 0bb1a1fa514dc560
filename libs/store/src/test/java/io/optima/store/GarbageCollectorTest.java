package io.optima.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.ChunkDigest;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Manifest;
import io.optima.model.transform.StepName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GarbageCollectorTest {
  private static final Duration GRACE = Duration.ofHours(24);
  private static final Duration LONG = Duration.ofHours(25);
  private static final Duration LEASE = Duration.ofSeconds(2);

  @TempDir private Path home;
  private final TurnedClock clock = new TurnedClock();
  private final MemoryObjectStore objects = new MemoryObjectStore(clock);
  private StoreSettings settings;
  private Store store;

  @BeforeEach
  void open() {
    settings = StoreSettings.in(home).withGrace(GRACE).withLease(LEASE);
    store = Store.open(settings, objects);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatCommitsReferToStays() {
    ChunkDigest first = commit("a/x", 1, "leaves 1", "one", "two");
    ChunkDigest second = commit("a/x", 2, "leaves 2", "three");
    clock.forward(LONG);
    GcReport report = store.garbage().delete();
    assertThat(report.garbage()).isEqualTo(GcReport.Count.NONE);
    assertThat(report.chunks().count()).isEqualTo(7);
    for (String text : new String[] {"leaves 1", "one", "two", "leaves 2", "three"}) {
      assertThat(store.chunks().exists(Samples.digest(text))).as(text).isTrue();
    }
    assertThat(store.chunks().exists(first)).isTrue();
    assertThat(store.chunks().exists(second)).isTrue();
  }

  @Test
  void whatStepsHaveStagedStaysUntilTheyAreForgotten() {
    ChunkDigest manifest = stage("leaves", "one", "two");
    StepName step = new StepName("clean");
    store.runs().putStep("run", Samples.result(step, manifest));
    clock.forward(LONG);
    assertThat(store.garbage().delete().garbage()).isEqualTo(GcReport.Count.NONE);
    for (String text : new String[] {"leaves", "one", "two"}) {
      assertThat(store.chunks().exists(Samples.digest(text))).as(text).isTrue();
    }
    assertThat(store.chunks().exists(manifest)).isTrue();
    objects.delete(Keys.runStep("run", step));
    assertThat(store.garbage().delete().garbage().count()).isEqualTo(4);
  }

  @Test
  void aStepWhoseManifestIsGoneKeepsNothingAndStopsNothing() {
    ChunkDigest manifest = stage("leaves", "one");
    store.runs().putStep("run", Samples.result(new StepName("clean"), manifest));
    objects.delete(Keys.chunk(manifest));
    clock.forward(LONG);
    try (Store other = Store.open(settings, objects)) {
      assertThat(other.garbage().delete().garbage().count()).isEqualTo(2);
    }
  }

  @Test
  void aDamagedStepStopsItBeforeAnythingIsRemoved() {
    store.chunks().put(Samples.bytes("garbage"));
    objects.put(Keys.runStep("run", new StepName("clean")), Samples.bytes("{"));
    clock.forward(LONG);
    assertThatThrownBy(() -> store.garbage().delete())
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
        .hasMessageContaining("runs/run/steps/clean.json");
    assertThat(store.chunks().exists(Samples.digest("garbage"))).isTrue();
  }

  @Test
  void whatAPublishTakesInItKeeps() {
    ChunkDigest old = store.chunks().put(Samples.bytes("old"));
    clock.forward(LONG);
    try (PublishSession session = store.publish()) {
      assertThat(session.adopt(old)).isTrue();
      assertThat(session.adopt(Samples.digest("never put"))).isFalse();
      clock.forward(LONG);
      beat(session);
      assertThat(store.garbage().delete().garbage()).isEqualTo(GcReport.Count.NONE);
      session.release();
    }
    assertThat(store.garbage().delete().garbage().count()).isEqualTo(1);
  }

  @Test
  void garbageIsCountedAndOnlyRemovedWhenAsked() {
    commit("a/x", 1, "leaves", "kept");
    store.chunks().put(Samples.bytes("garbage"));
    clock.forward(LONG);
    store.chunks().put(Samples.bytes("young"));
    GcReport look = collect(false);
    assertThat(look.deleted()).isFalse();
    assertThat(look.garbage()).isEqualTo(new GcReport.Count(1, 7));
    assertThat(look.spared()).isEqualTo(new GcReport.Count(1, 5));
    assertThat(store.chunks().exists(Samples.digest("garbage"))).isTrue();
    GcReport deleted = collect(true);
    assertThat(deleted.garbage()).isEqualTo(look.garbage());
    assertThat(store.chunks().exists(Samples.digest("garbage"))).isFalse();
    assertThat(store.chunks().exists(Samples.digest("young"))).isTrue();
  }

  /** A look goes by this machine's clock, so it is taken as {@link #clock} would have it. */
  private GcReport collect(boolean delete) {
    Duration ahead = Duration.between(java.time.Instant.now(), clock.instant());
    return delete ? store.garbage().delete() : store.garbage().look(GRACE.minus(ahead));
  }

  @Test
  void aRunningPublishKeepsWhatItPutHoweverOldThatIs() {
    try (PublishSession session = store.publish()) {
      session.put(Samples.bytes("mine"));
      clock.forward(LONG);
      beat(session);
      assertThat(store.garbage().delete().spared().count()).isEqualTo(1);
      assertThat(store.chunks().exists(Samples.digest("mine"))).isTrue();
      session.release();
    }
    assertThat(store.garbage().delete().garbage().count()).isEqualTo(1);
  }

  @Test
  void aRunningPublishKeepsWhatWasThereBefore() {
    store.chunks().put(Samples.bytes("old"));
    store.chunks().put(Samples.bytes("older"));
    clock.forward(LONG);
    try (PublishSession session = store.publish()) {
      session.put(Samples.bytes("old"));
      GcReport report = store.garbage().delete();
      assertThat(report.garbage().count()).isEqualTo(1);
      assertThat(store.chunks().exists(Samples.digest("old"))).isTrue();
      assertThat(store.chunks().exists(Samples.digest("older"))).isFalse();
    }
  }

  /** As its heartbeat would do in time. */
  private void beat(PublishSession session) {
    assertThat(new Sessions(objects).beat(session.id())).isTrue();
  }

  @Test
  void aDeadPublishProtectsNothingAndIsForgotten() {
    PublishSession session = store.publish();
    session.put(Samples.bytes("lost"));
    clock.forward(LONG);
    GcReport report = store.garbage().delete();
    assertThat(report.deadPublishes()).isEqualTo(1);
    assertThat(report.garbage().count()).isEqualTo(1);
    assertThat(session.staging()).doesNotExist();
    assertThat(keys("publishing/")).isEmpty();
    assertThat(new Sessions(objects).beat(session.id())).isFalse();
    session.close();
  }

  @Test
  void aPublishClosedWithoutReleaseIsProtectedForALease() {
    try (PublishSession session = store.publish()) {
      session.put(Samples.bytes("committing"));
    }
    assertThat(keys("publishing/")).isNotEmpty();
    clock.forward(LONG);
    store.garbage().delete();
    assertThat(keys("publishing/")).isEmpty();
  }

  @Test
  void anUnreadableManifestStopsItBeforeAnythingIsRemoved() {
    ChunkDigest manifest = commit("a/x", 1, "leaves", "kept");
    store.chunks().put(Samples.bytes("garbage"));
    objects.delete(Keys.chunk(manifest));
    clock.forward(LONG);
    try (Store other = Store.open(settings, objects)) {
      assertThatThrownBy(() -> other.garbage().delete())
          .isInstanceOfSatisfying(
              OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
          .hasMessageContaining(manifest.hex());
    }
    assertThat(store.chunks().exists(Samples.digest("garbage"))).isTrue();
  }

  @Test
  void onlyOneCollectsAtATime() {
    GcLock lock = new GcLock(objects, LEASE);
    try (GcLock.Held held = lock.take()) {
      held.check();
      assertThatThrownBy(() -> store.garbage().delete())
          .isInstanceOfSatisfying(
              OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
      held.check();
    }
    assertThat(store.garbage().delete().deleted()).isTrue();
  }

  @Test
  void theLockOfADeadCollectionIsTakenOver() {
    objects.putIfAbsent("gc/lock.000000000007.taken", new byte[0]);
    assertThat(store.garbage().delete().deleted()).isTrue();
    assertThat(keys("gc/"))
        .containsExactly("gc/lock.000000000008.released", "gc/lock.000000000008.taken");
  }

  @Test
  void aCollectionWhoseLockWasTakenOverStops() {
    GcLock lock = new GcLock(objects, LEASE);
    try (GcLock.Held held = lock.take()) {
      objects.putIfAbsent("gc/lock.000000000002.taken", new byte[0]);
      assertThatThrownBy(held::check)
          .isInstanceOfSatisfying(
              OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }
  }

  @Test
  void aPublishWaitsForACollectionBeforeItReliesOnAnOldChunk() throws Exception {
    store.chunks().put(Samples.bytes("old"));
    clock.forward(LONG);
    GcLock lock = new GcLock(objects, Duration.ofSeconds(60));
    GcLock.Held held = lock.take();
    try (PublishSession session = store.publish()) {
      Thread putting = Thread.ofVirtual().start(() -> session.put(Samples.bytes("old")));
      awaitClaim();
      objects.delete(Keys.chunk(Samples.digest("old")));
      assertThat(putting.isAlive()).isTrue();
      held.close();
      putting.join();
      assertThat(store.chunks().exists(Samples.digest("old"))).isTrue();
    }
  }

  private void awaitClaim() {
    String claim = "." + Samples.digest("old").hex();
    while (keys("publishing/").stream().noneMatch(key -> key.endsWith(claim))) {
      Thread.onSpinWait();
    }
  }

  private java.util.List<String> keys(String prefix) {
    try (Stream<ObjectInfo> found = objects.list(prefix)) {
      return found.map(ObjectInfo::key).toList();
    }
  }

  private ChunkDigest stage(String leaves, String... chunks) {
    try (PublishSession session = store.publish()) {
      ChunkDigest address = put(session, leaves, chunks);
      session.release();
      return address;
    }
  }

  private ChunkDigest put(PublishSession session, String leaves, String... chunks) {
    ChunkDigest[] digests =
        Stream.of(chunks).map(text -> session.put(Samples.bytes(text))).toArray(ChunkDigest[]::new);
    Manifest manifest = Samples.manifest(session.put(Samples.bytes(leaves)), digests);
    return store.manifests().write(session, manifest);
  }

  private ChunkDigest commit(String dataset, long sequence, String leaves, String... chunks) {
    try (PublishSession session = store.publish()) {
      ChunkDigest address = put(session, leaves, chunks);
      LogEntry entry = Samples.entry(dataset, sequence, Samples.version(sequence, address));
      assertThat(store.datasets().append(entry)).isTrue();
      session.release();
      return address;
    }
  }
}
