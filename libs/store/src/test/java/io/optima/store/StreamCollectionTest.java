package io.optima.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.ChunkDigest;
import io.optima.model.DatasetName;
import io.optima.model.DigestAlgorithm;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Settings;
import io.optima.model.stream.Durability;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionEntry.Change;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.SealedManifest.SealedChunk;
import io.optima.model.stream.StreamSettings;
import io.optima.model.stream.StreamSettings.Retention;
import io.optima.model.stream.StreamSettings.SealPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a stream's partitions hold now, or held within the grace period, stays; what they held
 * before is garbage.
 */
final class StreamCollectionTest {
  private static final DatasetName NAME = DatasetName.parse("shop/clicks");
  private static final UUID STREAM = new UUID(1, 2);
  private static final PartitionRef LAST = new PartitionRef(NAME, 1);

  @TempDir private Path home;
  private final TurnedClock clock = new TurnedClock();
  private Store store;

  @BeforeEach
  void open() {
    StoreSettings settings = StoreSettings.in(home).withGrace(Duration.ofHours(24));
    store = Store.open(settings, new MemoryObjectStore(clock));
    store.datasets().append(created());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static LogEntry created() {
    return new LogEntry(
        1,
        LogEntry.Change.CREATED,
        NAME,
        Kind.STREAM,
        DigestAlgorithm.SHA256,
        new Settings("ann", "", Map.of(), Set.of()),
        false,
        null,
        "ann",
        Samples.TIME,
        "key",
        "",
        new io.optima.model.stream.Stream(
            STREAM,
            new StreamSettings(2, null, Durability.FSYNC, Retention.FOREVER, SealPolicy.DEFAULT)));
  }

  private void seal(long sequence, Change change, String... chunks) {
    List<SealedChunk> sealed = Arrays.stream(chunks).map(this::chunk).toList();
    ChunkDigest manifest;
    try (PublishSession session = store.publish()) {
      manifest =
          store
              .partitions()
              .write(
                  session, new SealedManifest(1, STREAM, 1, null, 0, 9, "", "", sealed, List.of()));
    }
    assertThat(
            store
                .partitions()
                .append(
                    new PartitionEntry(
                        sequence,
                        change,
                        LAST,
                        STREAM,
                        1,
                        null,
                        0,
                        9,
                        manifest,
                        9,
                        clock.instant())))
        .isTrue();
  }

  private SealedChunk chunk(String text) {
    ChunkDigest digest = store.chunks().put(Samples.bytes(text));
    return new SealedChunk(
        digest, text.length(), 0, 9, text.length(), Samples.TIME, Samples.TIME, "");
  }

  private boolean exists(String text) {
    return store.chunks().exists(Samples.digest(text));
  }

  @Test
  void whatWasMergedStaysForAGracePeriodHoweverOldItIs() {
    seal(1, Change.SEALED, "one", "two");
    clock.forward(Duration.ofDays(9));
    seal(2, Change.COMPACTED, "one and two");
    seal(3, Change.SEALED, "one and two", "three");
    clock.forward(Duration.ofHours(23));
    store.garbage().delete();
    assertThat(exists("one") && exists("two")).isTrue();
    clock.forward(Duration.ofHours(2));
    store.garbage().delete();
    assertThat(exists("one") || exists("two")).isFalse();
    assertThat(exists("one and two") && exists("three")).isTrue();
  }

  @Test
  void whatAShorterGracePeriodTookAwayDoesNotStopALongerOne() {
    seal(1, Change.SEALED, "one", "two");
    seal(2, Change.COMPACTED, "one and two");
    clock.forward(Duration.ofHours(2));
    store.garbage().delete(Duration.ofHours(1));
    assertThat(exists("one") || exists("two")).isFalse();
    store.garbage().delete();
    assertThat(exists("one and two")).isTrue();
  }

  @Test
  void onlyTheHeadOfAPartitionKeepsChunks() {
    seal(1, Change.SEALED, "one", "two");
    clock.forward(Duration.ofHours(25));
    store.garbage().delete();
    assertThat(exists("one") && exists("two")).isTrue();
    seal(2, Change.COMPACTED, "one and two");
    clock.forward(Duration.ofHours(25));
    store.garbage().delete();
    assertThat(exists("one") || exists("two")).isFalse();
    PartitionEntry head = store.partitions().head(LAST).orElseThrow();
    assertThat(head.change()).isEqualTo(Change.COMPACTED);
    assertThat(
            store.partitions().sealed(java.util.Objects.requireNonNull(head.manifest())).chunks())
        .singleElement()
        .satisfies(chunk -> assertThat(store.chunks().exists(chunk.digest())).isTrue());
  }
}
