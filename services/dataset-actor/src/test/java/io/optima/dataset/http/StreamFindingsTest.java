package io.optima.dataset.http;

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
import io.optima.model.stream.Stream;
import io.optima.model.stream.StreamSettings;
import io.optima.model.stream.StreamSettings.Retention;
import io.optima.model.stream.StreamSettings.SealPolicy;
import io.optima.store.PublishSession;
import io.optima.store.Store;
import io.optima.store.StoreSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What repair tells of the logs of partitions. */
class StreamFindingsTest {
  private static final DatasetName CLICKS = DatasetName.parse("web/clicks");
  private static final UUID ID = new UUID(1, 2);
  private static final PartitionRef P1 = new PartitionRef(CLICKS, 1);
  private static final LogEntry DATASET =
      new LogEntry(
          1,
          LogEntry.Change.CREATED,
          CLICKS,
          Kind.STREAM,
          DigestAlgorithm.SHA256,
          new Settings("ann", "", Map.of(), Set.of()),
          false,
          null,
          "ann",
          Instant.EPOCH,
          "key",
          "",
          new Stream(
              ID,
              new StreamSettings(
                  3, null, Durability.FSYNC, Retention.FOREVER, SealPolicy.DEFAULT)));

  @TempDir private Path home;
  private Store store;

  @BeforeEach
  void open() {
    store = Store.open(StoreSettings.in(home));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<String> findings() {
    return new StreamFindings(store).of(DATASET).toList();
  }

  /** An entry that tells of five records, in a manifest that says where they end. */
  private ChunkDigest seal(UUID stream, long end) {
    ChunkDigest manifest;
    try (PublishSession session = store.publish()) {
      manifest =
          store
              .partitions()
              .write(
                  session,
                  new SealedManifest(
                      SealedManifest.FORMAT,
                      stream,
                      1,
                      null,
                      0,
                      end,
                      "",
                      "",
                      List.of(),
                      List.of()));
      session.release();
    }
    append(stream, manifest);
    return manifest;
  }

  private void append(UUID stream, ChunkDigest manifest) {
    long sequence = store.partitions().head(P1).map(PartitionEntry::sequence).orElse(0L) + 1;
    store
        .partitions()
        .append(
            new PartitionEntry(
                sequence, Change.SEALED, P1, stream, 1, null, 0, 5, manifest, 0, Instant.EPOCH));
  }

  @Test
  void thereIsNothingToTellOfWhatIsRight() {
    assertThat(findings()).as("nobody ever held a partition").isEmpty();
    seal(ID, 5);
    assertThat(findings()).isEmpty();
  }

  @Test
  void aMissingManifestIsTold() {
    ChunkDigest manifest = seal(ID, 5);
    store.objects().delete(store.chunks().stat(manifest).orElseThrow().key());
    assertThat(findings())
        .singleElement()
        .asString()
        .startsWith("partition " + P1)
        .contains(manifest.toString())
        .endsWith("restore its bytes in the store");
  }

  @Test
  void aManifestOfOtherRecordsAndALogOfAnotherStreamAreTold() {
    ChunkDigest manifest = seal(ID, 4);
    assertThat(findings())
        .containsExactly(
            "partition %s: manifest %s does not hold the records 0 to 4 that entry 1 tells of"
                .formatted(P1, manifest));
    seal(new UUID(3, 4), 5);
    assertThat(findings())
        .containsExactly(
            "partition %s: entry 2 is of stream %s, not %s".formatted(P1, new UUID(3, 4), ID));
  }
}
