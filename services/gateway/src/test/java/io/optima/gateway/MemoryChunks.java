package io.optima.gateway;

import io.optima.gateway.stream.PartitionNodes.Stored;
import io.optima.model.ChunkDigest;
import io.optima.model.dataset.LogEntry;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.Stream;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckDbSettings;
import io.optima.query.stream.SealSettings;
import io.optima.query.stream.Sealing;
import io.optima.query.stream.TailBatch;
import io.optima.store.PublishSession;
import io.optima.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.springframework.util.FileSystemUtils;

/** Real chunks of what partitions in memory hold. */
final class MemoryChunks implements AutoCloseable {
  private final Store store;
  private final BufferAllocator allocator = new RootAllocator();
  private final Path folder;
  private final DuckDb duckDb;

  MemoryChunks(Store store) {
    this.store = store;
    try {
      folder = Files.createTempDirectory("optima-chunks");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    duckDb = DuckDb.open(new DuckDbSettings(1L << 28, 1, folder));
  }

  /** Address of the manifest with more batches behind those of {@code before}. */
  ChunkDigest seal(PublishSession session, PartitionEntry before, List<Stored> batches) {
    LogEntry dataset = store.datasets().head(before.partition().stream()).orElseThrow();
    Stream stream = Objects.requireNonNull(dataset.stream());
    Sealing.Target target =
        new Sealing.Target(
            stream.id(),
            before.partition().number(),
            dataset.algorithm(),
            stream.settings().schema());
    ChunkDigest base = before.manifest();
    SealedManifest sealedBefore = base == null ? null : store.partitions().sealed(base);
    return new Sealing(duckDb, SealSettings.DEFAULT, allocator)
        .seal(
            session,
            target,
            sealedBefore,
            batches.stream().map(MemoryChunks::tail).iterator(),
            List::of)
        .manifest();
  }

  private static TailBatch tail(Stored batch) {
    return new TailBatch(
        batch.firstOffset(),
        batch.count(),
        batch.appended(),
        batch.records().asReadOnlyByteBuffer());
  }

  @Override
  public void close() {
    duckDb.close();
    allocator.close();
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
