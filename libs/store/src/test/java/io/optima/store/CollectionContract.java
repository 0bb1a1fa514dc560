package io.optima.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.ChunkDigest;
import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Version;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Garbage collection on real stores, whose clocks are their own; the rules by a turned clock. */
@Timeout(60)
abstract class CollectionContract {
  private static final Duration GRACE = Duration.ofSeconds(1);

  @TempDir Path home;
  private Store store;

  abstract StoreSettings settings();

  @BeforeEach
  void open() {
    store = Store.open(settings().withGrace(GRACE).withLease(Duration.ofSeconds(2)));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void garbageGoesAndVersionsStay() {
    Version version = commit("kept");
    store.unchanged().remember(DatasetName.parse("a/x"), "key", 1);
    assertThat(store.unchanged().sequence(DatasetName.parse("a/x"), "key")).hasValue(1L);
    ChunkDigest garbage = store.chunks().put(Samples.bytes("garbage"));
    awaitGarbage(1);
    assertThat(store.chunks().exists(garbage)).isTrue();
    GcReport report = store.garbage().delete();
    assertThat(report.garbage().count()).isEqualTo(1);
    assertThat(store.chunks().exists(garbage)).isFalse();
    assertThat(store.unchanged().sequence(DatasetName.parse("a/x"), "key")).isEmpty();
    Manifest manifest = store.manifests().read(version.manifest());
    assertThat(manifest.chunks())
        .allSatisfy(chunk -> assertThat(store.chunks().get(chunk.digest())).isNotEmpty());
    assertThat(store.garbage().delete().garbage()).isEqualTo(GcReport.Count.NONE);
  }

  @Test
  void aRunningPublishKeepsItsChunks() {
    ChunkDigest old = store.chunks().put(Samples.bytes("old"));
    awaitGarbage(1);
    try (PublishSession session = store.publish()) {
      ChunkDigest mine = session.put(Samples.bytes("mine"));
      session.put(Samples.bytes("old"));
      store.garbage().delete();
      assertThat(store.chunks().exists(old)).isTrue();
      assertThat(store.chunks().exists(mine)).isTrue();
      session.release();
    }
    awaitGarbage(2);
    assertThat(store.garbage().delete().garbage().count()).isEqualTo(2);
  }

  /** Until that many chunks are too old by the store's clock too, which may tick in seconds. */
  private void awaitGarbage(int chunks) {
    while (store.garbage().look(GRACE.plusSeconds(2)).garbage().count() < chunks) {
      Thread.onSpinWait();
    }
  }

  private Version commit(String text) {
    DatasetName name = DatasetName.parse("a/x");
    try (PublishSession session = store.publish()) {
      ChunkDigest chunk = session.put(Samples.bytes(text));
      Manifest manifest = Samples.manifest(session.put(Samples.bytes("leaves")), chunk);
      LogEntry entry =
          Samples.entry("a/x", 1, Samples.version(1, store.manifests().write(session, manifest)));
      assertThat(store.datasets().append(entry)).isTrue();
      session.release();
    }
    return store.datasets().version(DatasetRef.latest(name)).orElseThrow();
  }
}
