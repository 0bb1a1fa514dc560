package io.optima.dataset.stream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.optima.dataset.stream.SealedParts.Sealed;
import io.optima.dataset.stream.StoredBatch;
import io.optima.dataset.stream.StreamInfo;
import io.optima.model.ChunkDigest;
import io.optima.model.DatasetName;
import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionEntry.Change;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.SealedManifest.ProducerState;
import io.optima.model.stream.Stream;
import io.optima.model.stream.StreamSettings;
import io.optima.query.duckdb.DuckDbSettings;
import io.optima.store.Store;
import io.optima.store.StoreSettings;
import io.optima.v1.Record;
import io.optima.v1.RecordBatch;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seals with the real engine and store. */
class StoredPartsTest {
  private static final UUID STREAM = new UUID(1, 2);
  private static final ProducerState PRODUCER =
      new ProducerState(new UUID(7, 7), 3, 0, 2, Instant.EPOCH);
  private static final StreamInfo INFO =
      new StreamInfo(
          new Stream(
              STREAM,
              new StreamSettings(
                  1,
                  null,
                  Durability.FSYNC,
                  StreamSettings.Retention.FOREVER,
                  StreamSettings.SealPolicy.DEFAULT)),
          DigestAlgorithm.SHA256);

  @TempDir private Path folder;
  private Store store;
  private StoredParts parts;

  @BeforeEach
  void open() {
    store = Store.open(StoreSettings.in(folder));
    parts = new StoredParts(store, new DuckDbSettings(64L << 20, 1, folder.resolve("spill")));
  }

  @AfterEach
  void close() {
    parts.close();
    store.close();
  }

  private static StoredBatch batch(long first, String... values) {
    RecordBatch.Builder records = RecordBatch.newBuilder();
    for (String value : values) {
      records.addRecords(Record.newBuilder().setValue(ByteString.copyFromUtf8(value)));
    }
    return new StoredBatch(
        first,
        values.length,
        1_000_000,
        null,
        0,
        null,
        records.build().toByteString().asReadOnlyByteBuffer());
  }

  private static PartitionEntry entry(
      long sequence, Change change, long end, @Nullable ChunkDigest manifest, long bytes) {
    return new PartitionEntry(
        sequence,
        change,
        new PartitionRef(DatasetName.parse("shop/clicks"), 0),
        STREAM,
        1,
        null,
        0,
        end,
        manifest,
        bytes,
        Instant.EPOCH);
  }

  private PartitionEntry seal(PartitionEntry before, StoredBatch... batches) {
    return parts.seal(
        before,
        INFO,
        List.of(batches).iterator(),
        () -> List.of(PRODUCER),
        made -> after(before, made));
  }

  private static PartitionEntry after(PartitionEntry before, Sealed made) {
    return entry(before.sequence() + 1, Change.SEALED, made.end(), made.manifest(), made.bytes());
  }

  private SealedManifest manifest(PartitionEntry entry) {
    return parts.read(Objects.requireNonNull(entry.manifest()));
  }

  @Test
  void aSealHasTheRecordsBehindThoseBeforeIt() {
    PartitionEntry first =
        seal(entry(1, Change.OPENED, 0, null, 0), batch(0, "a", "b"), batch(2, "c"));
    assertThat(first.end()).isEqualTo(3);
    PartitionEntry second = seal(first, batch(3, "d"));
    SealedManifest sealed = manifest(second);
    assertThat(sealed.end()).isEqualTo(4);
    assertThat(sealed.producers()).containsExactly(PRODUCER);
    assertThat(sealed.chunks()).extracting(chunk -> chunk.first()).containsExactly(0L, 3L);
    assertThat(sealed.chunks())
        .allSatisfy(c -> assertThat(store.chunks().exists(c.digest())).isTrue());
    assertThat(second.bytes()).isPositive();
  }

  @Test
  void whatTheCommitRefusesIsThrown() {
    assertThatThrownBy(
            () ->
                parts.seal(
                    entry(1, Change.OPENED, 0, null, 0),
                    INFO,
                    List.of(batch(0, "a")).iterator(),
                    List::of,
                    made -> {
                      throw new OptimaException(ErrorCode.CONFLICT, "lost the race");
                    }))
        .hasMessage("lost the race");
  }
}
