package io.optima.dataset.stream;

import static io.optima.dataset.stream.TestNode.P0;
import static io.optima.dataset.stream.TestNode.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.optima.dataset.store.StoredPartitionLog;
import io.optima.dataset.stream.store.StoredParts;
import io.optima.identity.PartitionIdentity;
import io.optima.identity.RecordDigest;
import io.optima.model.ChunkDigest;
import io.optima.model.ContentId;
import io.optima.model.DigestAlgorithm;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Settings;
import io.optima.model.stream.PartitionEntry.Change;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.SealedManifest.SealedChunk;
import io.optima.model.stream.StreamRecord;
import io.optima.model.stream.StreamSettings.Retention;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckDbSettings;
import io.optima.query.stream.PeaksText;
import io.optima.query.stream.RecordBatches;
import io.optima.query.stream.SealedRecords;
import io.optima.store.Store;
import io.optima.store.StoreSettings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node keeps house in a real store, and garbage collection clears up behind it. */
class KeptHouseTest {
  private static final int SEALS = 10;
  private static final int EACH = 3;
  private static final Duration GRACE = Duration.ofHours(24);

  @TempDir private Path folder;
  private final VirtualTime time = new VirtualTime();
  private final RecordDigest digest = new RecordDigest(DigestAlgorithm.SHA256);
  private DuckDbSettings duckDb;
  private Store store;
  private StoredParts parts;
  private TestNode node;

  @BeforeEach
  void open() {
    // entries of the log are as old as chunks
    time.pass(Duration.between(Instant.EPOCH, Instant.now()));
    duckDb = new DuckDbSettings(64L << 20, 1, folder.resolve("spill"));
    store = Store.open(StoreSettings.in(folder));
    parts = new StoredParts(store, duckDb);
    MemoryPartitions partitions =
        new MemoryPartitions(
            STREAM, time, partition -> new StoredPartitionLog(store.partitions(), partition));
    node = new TestNode(folder.resolve("journal"), partitions, parts, time);
    store.datasets().append(created());
  }

  @AfterEach
  void close() {
    node.close();
    parts.close();
    store.close();
  }

  private LogEntry created() {
    return new LogEntry(
        1,
        LogEntry.Change.CREATED,
        P0.stream(),
        Kind.STREAM,
        DigestAlgorithm.SHA256,
        new Settings("ann", "", Map.of(), Set.of()),
        false,
        null,
        "ann",
        time.instant(),
        "key",
        "",
        node.stream());
  }

  private static StreamRecord record(long offset) {
    byte[] value = Long.toString(offset).getBytes(StandardCharsets.UTF_8);
    return new StreamRecord(1_000_000 + offset, null, value, List.of());
  }

  private void sealSome() {
    for (long seal = 0; seal < SEALS; seal++) {
      List<StreamRecord> records = records(seal * EACH, seal * EACH + EACH);
      ByteBuffer batch = ByteBuffer.wrap(RecordBatches.encode(records));
      TestNode.join(node.node.append(P0, new NewBatch(null, 0, EACH, batch, null)));
      node.node.seal(P0);
    }
  }

  private static List<StreamRecord> records(long from, long end) {
    return LongStream.range(from, end).mapToObj(KeptHouseTest::record).toList();
  }

  private SealedManifest manifest() {
    ChunkDigest digest = store.partitions().head(P0).orElseThrow().manifest();
    return store.partitions().sealed(Objects.requireNonNull(digest));
  }

  private Change lastChange() {
    return store.partitions().head(P0).orElseThrow().change();
  }

  private static ContentId root(SealedManifest manifest) {
    return PartitionIdentity.of(STREAM, 0, PeaksText.parse(manifest.peaks()));
  }

  private List<ChunkDigest> there(SealedManifest manifest) {
    return manifest.chunks().stream()
        .map(SealedChunk::digest)
        .filter(store.chunks()::exists)
        .toList();
  }

  private List<ChunkDigest> all(SealedManifest manifest) {
    return manifest.chunks().stream().map(SealedChunk::digest).toList();
  }

  @Test
  void chunksThatWereMergedOrDroppedGoAfterTheGracePeriod() {
    sealSome();
    SealedManifest small = manifest();
    assertThat(small.chunks()).hasSize(SEALS);
    node.node.tick();
    assertThat(lastChange()).isEqualTo(Change.COMPACTED);
    SealedManifest merged = manifest();
    assertThat(merged.chunks()).hasSize(1);
    node.retention(new Retention(null, null, 1L));
    for (long seal = 0; seal < 2; seal++) {
      ByteBuffer batch = ByteBuffer.wrap(RecordBatches.encode(records(30 + seal, 31 + seal)));
      TestNode.join(node.node.append(P0, new NewBatch(null, 0, 1, batch, null)));
      node.node.seal(P0);
    }
    node.node.tick();
    assertThat(lastChange()).isEqualTo(Change.TRUNCATED);
    SealedManifest kept = manifest();
    assertThat(kept.begin()).isEqualTo(31);
    store.garbage().delete(GRACE);
    assertThat(there(small)).as("readers may still be there").isEqualTo(all(small));
    assertThat(there(merged)).isEqualTo(all(merged));
    store.garbage().delete(Duration.ZERO);
    assertThat(there(small)).isEmpty();
    assertThat(there(merged)).isEmpty();
    assertThat(there(kept)).isEqualTo(all(kept));
  }

  @Test
  void anOldRootVerifiesAndEachKeptRecordIsProvenAfterTheNodeDroppedSome() {
    sealSome();
    ContentId before = root(manifest());
    node.retention(new Retention(null, null, 13L));
    node.node.tick();
    SealedManifest kept = manifest();
    assertThat(kept.begin()).isEqualTo(15);
    assertThat(root(kept)).isEqualTo(before);
    store.garbage().delete(Duration.ZERO);
    try (BufferAllocator allocator = new RootAllocator();
        DuckDb reader = DuckDb.open(duckDb)) {
      SealedRecords sealedRecords = new SealedRecords(reader, store.chunks(), allocator);
      List<ContentId> proven = new ArrayList<>();
      for (long offset = kept.begin(); offset < kept.end(); offset++) {
        proven.add(
            sealedRecords
                .prove(kept, offset, offset + 1)
                .id(STREAM, 0, List.of(digest.of(record(offset)))));
      }
      assertThat(proven).hasSize(15).containsOnly(before);
      assertThat(sealedRecords.prove(kept, 15, 16).id(STREAM, 0, List.of(digest.of(record(16)))))
          .isNotEqualTo(before);
    }
  }
}
