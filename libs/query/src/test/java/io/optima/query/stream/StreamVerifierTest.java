package io.optima.query.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.ChunkDigest;
import io.optima.model.DatasetName;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionEntry.Change;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.SealedManifest.SealedChunk;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckDbSettings;
import io.optima.store.PublishSession;
import io.optima.store.Store;
import io.optima.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sealed is what its ids say, or it is told what is not. */
class StreamVerifierTest {
  private static final DatasetName CLICKS = DatasetName.parse("web/clicks");
  private static final PartitionRef P0 = new PartitionRef(CLICKS, 0);

  private final BufferAllocator allocator = new RootAllocator();
  @TempDir private Path home;
  private Store store;
  private DuckDb duckDb;
  private StreamVerifier verifier;

  @BeforeEach
  void seal() {
    store = Store.open(StoreSettings.in(home));
    duckDb = DuckDb.open(new DuckDbSettings(1L << 29, 2, home.resolve("spill")));
    verifier = new StreamVerifier(store, new SealedRecords(duckDb, store.chunks(), allocator));
    FakeStream stream = new FakeStream(CLICKS, 2, store, duckDb, allocator);
    for (int i = 0; i < 3; i++) {
      stream.append(0, 2);
      stream.seal(0, 2);
    }
    stream.truncate(0, 6);
  }

  @AfterEach
  void close() {
    duckDb.close();
    store.close();
    allocator.close();
  }

  private PartitionEntry head() {
    return store.partitions().head(P0).orElseThrow();
  }

  private SealedManifest manifest() {
    return store.partitions().sealed(Objects.requireNonNull(head().manifest()));
  }

  @Test
  void whatIsThereIsReadAndRight() {
    List<SealedChunk> intact = new ArrayList<>();
    verifier.verify(P0, intact::add);
    assertThat(intact).hasSize(2).isEqualTo(manifest().chunks());
    verifier.verify(new PartitionRef(CLICKS, 1), chunk -> intact.clear());
    assertThat(intact).as("nothing was ever sealed there").hasSize(2);
  }

  @Test
  void aFlippedBitAndAMissingChunkAreTold() throws IOException {
    SealedChunk chunk = manifest().chunks().getLast();
    Path file;
    try (var pinned = store.chunks().local(chunk.digest())) {
      file = pinned.path();
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.delete(file);
    Files.write(file, bytes);
    refused("chunk " + chunk.digest() + " (records 12 to 17) is damaged");
    Files.delete(file);
    refused("chunk " + chunk.digest() + " (records 12 to 17) is missing");
  }

  private void refused(String why) {
    assertThatThrownBy(() -> verifier.verify(P0, chunk -> {}))
        .hasMessageContaining("partition " + P0 + ": " + why);
  }

  @Test
  void aManifestThatDoesNotAddUpIsTold() {
    SealedManifest right = manifest();
    commit(with(right, right.chunks().subList(1, 2), right.peaks()));
    refused("the chunks of manifest");
    commit(with(right, right.chunks(), right.dropped()));
    refused("the records of manifest");
    commit(with(right, right.chunks(), right.peaks()));
    verifier.verify(P0, chunk -> {});
  }

  @Test
  void otherRecordsThanTheIdsSayAreTold() {
    List<SealedChunk> chunks = manifest().chunks();
    SealedChunk first = chunks.getFirst();
    SealedChunk wrong =
        new SealedChunk(
            chunks.getLast().digest(),
            first.bytes(),
            first.first(),
            first.records(),
            first.recordBytes(),
            first.earliest(),
            first.latest(),
            first.peaks());
    commit(with(manifest(), List.of(wrong, chunks.getLast()), manifest().peaks()));
    refused("chunk " + wrong.digest() + " has no record at offset 6");
  }

  /** As the next entry of the log. */
  private void commit(SealedManifest manifest) {
    PartitionEntry before = head();
    ChunkDigest address;
    try (PublishSession session = store.publish()) {
      address = store.partitions().write(session, manifest);
      session.release();
    }
    store
        .partitions()
        .append(
            new PartitionEntry(
                before.sequence() + 1,
                Change.COMPACTED,
                P0,
                before.stream(),
                before.epoch(),
                null,
                before.begin(),
                before.end(),
                address,
                before.bytes(),
                Instant.EPOCH));
  }

  private static SealedManifest with(
      SealedManifest manifest, List<SealedChunk> chunks, String peaks) {
    return new SealedManifest(
        manifest.format(),
        manifest.stream(),
        manifest.partition(),
        manifest.schema(),
        manifest.begin(),
        manifest.end(),
        manifest.dropped(),
        peaks,
        chunks,
        manifest.producers());
  }
}
