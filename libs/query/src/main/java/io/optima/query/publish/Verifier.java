package io.optima.query.publish;

import io.optima.identity.CanonicalRows;
import io.optima.identity.LeafIndex;
import io.optima.identity.MessageDigests;
import io.optima.identity.TableDigest;
import io.optima.identity.TableIdentity;
import io.optima.model.ChunkDigest;
import io.optima.model.ContentId;
import io.optima.model.DatasetRef;
import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Manifest.Chunk;
import io.optima.model.dataset.Version;
import io.optima.model.schema.TableSchema;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.SealedManifest.SealedChunk;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckDbSettings;
import io.optima.query.format.ChunkRows;
import io.optima.query.format.OpenRows;
import io.optima.query.publish.VerifyResult.Difference;
import io.optima.query.stream.SealedRecords;
import io.optima.query.stream.StreamVerifier;
import io.optima.store.IoFailures;
import io.optima.store.ObjectInfo;
import io.optima.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a version is what its content id says: reads every stored byte from the store itself,
 * not from a cache, computes the chunks' digests and from the rows the leaves, the root and the id.
 */
public final class Verifier implements AutoCloseable {
  private final Store store;
  private final PublishSettings settings;
  private final BufferAllocator allocator;
  private final DuckDb duckDb;

  public Verifier(Store store, PublishSettings settings, BufferAllocator allocator) {
    this.store = store;
    this.settings = settings;
    this.allocator = allocator;
    this.duckDb =
        DuckDb.open(
            new DuckDbSettings(settings.memoryBytes(), settings.threads(), settings.spill()));
  }

  /**
   * Reads the version again; a difference is a result, not an error.
   *
   * @throws OptimaException NOT_FOUND; UNAVAILABLE; what the listener throws
   */
  public VerifyResult verify(DatasetRef ref, PublishListener listener) {
    Version version =
        store
            .datasets()
            .version(ref)
            .orElseThrow(() -> OptimaException.notFound("%s does not exist", ref));
    Progress progress = new Progress(listener);
    try (BufferAllocator memory = allocator.newChildAllocator("verify", 0, Long.MAX_VALUE)) {
      Manifest manifest = store.manifests().read(version.manifest());
      Difference found =
          manifest.kind().isTable()
              ? table(manifest, version, progress, memory)
              : blob(manifest, version, progress);
      return progress.result(version, found);
    } catch (OptimaException e) {
      if (e.code() != ErrorCode.CORRUPT) {
        throw e;
      }
      return progress.result(version, new Difference(e.text(), null, null, progress.rows, 0));
    } catch (IOException e) {
      throw IoFailures.of("verify " + ref, e);
    } catch (SQLException e) {
      throw new OptimaException(ErrorCode.INTERNAL, "the chunks could not be read", e);
    }
  }

  /**
   * The same for what is sealed of a stream. What lies in journals is no part of it: those check
   * each record they hand out.
   *
   * @param moment of the stream, told with the result
   */
  public VerifyResult verify(LogEntry stream, Version moment, PublishListener listener) {
    Progress progress = new Progress(listener);
    int partitions = Objects.requireNonNull(stream.stream()).settings().partitions();
    try (BufferAllocator memory = allocator.newChildAllocator("verify", 0, Long.MAX_VALUE)) {
      StreamVerifier verifier =
          new StreamVerifier(store, new SealedRecords(duckDb, store.chunks(), memory));
      for (int number = 0; number < partitions; number++) {
        verifier.verify(new PartitionRef(stream.dataset(), number), progress::chunk);
      }
      return progress.result(moment, null);
    } catch (OptimaException e) {
      if (e.code() != ErrorCode.CORRUPT) {
        throw e;
      }
      return progress.result(moment, new Difference(e.text(), null, null, progress.rows, 0));
    }
  }

  private @Nullable Difference blob(Manifest manifest, Version version, Progress progress)
      throws IOException {
    MessageDigest all = MessageDigests.of(version.content().algorithm());
    for (Chunk chunk : manifest.chunks()) {
      Difference damaged = copy(chunk, all, null, progress);
      if (damaged != null) {
        return damaged;
      }
    }
    return compare(ContentId.of(version.content().algorithm(), all.digest()), version);
  }

  private @Nullable Difference table(
      Manifest manifest, Version version, Progress progress, BufferAllocator memory)
      throws IOException, SQLException {
    TableSchema schema = Objects.requireNonNull(manifest.schema());
    TableDigest digest = new TableDigest(version.content().algorithm(), schema);
    Path copy = Files.createDirectories(settings.spill()).resolve("verify-" + UUID.randomUUID());
    try {
      for (Chunk chunk : manifest.chunks()) {
        Difference damaged = copy(chunk, null, copy, progress);
        if (damaged != null) {
          return damaged;
        }
        read(chunk, copy, schema, digest, progress, memory);
      }
    } finally {
      Files.deleteIfExists(copy);
    }
    return compare(digest.finish(), manifest, schema, version);
  }

  /** Reads a chunk from the store once, comparing its digest; keeps it when {@code to} is given. */
  private @Nullable Difference copy(
      Chunk chunk, @Nullable MessageDigest all, @Nullable Path to, Progress progress)
      throws IOException {
    Optional<ObjectInfo> stored = store.chunks().stat(chunk.digest());
    if (stored.isEmpty()) {
      return damaged(chunk, "is missing");
    }
    MessageDigest digest = MessageDigests.of(DigestAlgorithm.SHA256);
    byte[] buffer = new byte[1 << 18];
    try (InputStream in = store.objects().open(stored.get().key(), 0, stored.get().size());
        var out =
            to == null ? java.io.OutputStream.nullOutputStream() : Files.newOutputStream(to)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
        if (all != null) {
          all.update(buffer, 0, read);
        }
        progress.bytes(read);
      }
    }
    progress.chunks++;
    ChunkDigest actual = ChunkDigest.of(digest.digest());
    return actual.equals(chunk.digest())
        ? null
        : damaged(chunk, "is damaged: its bytes have the digest " + actual);
  }

  private static Difference damaged(Chunk chunk, String what) {
    String place =
        chunk.rows() == 0
            ? "bytes %d to %d".formatted(chunk.first(), chunk.first() + chunk.bytes() - 1)
            : "rows %d to %d".formatted(chunk.first() + 1, chunk.first() + chunk.rows());
    return new Difference(
        "chunk %s (%s) %s".formatted(chunk.digest(), place, what),
        chunk.digest(),
        null,
        chunk.first(),
        chunk.rows());
  }

  private void read(
      Chunk chunk,
      Path file,
      TableSchema schema,
      TableDigest digest,
      Progress progress,
      BufferAllocator memory)
      throws IOException, SQLException {
    try (OpenRows rows = ChunkRows.open(duckDb, file, schema, memory)) {
      while (rows.reader().loadNextBatch()) {
        try (VectorSchemaRoot batch =
            CanonicalRows.normalize(rows.reader().getVectorSchemaRoot(), memory)) {
          digest.add(batch);
          progress.rows(batch.getRowCount());
        }
      }
    } catch (SQLException e) {
      throw new OptimaException(
          ErrorCode.CORRUPT, "chunk " + chunk.digest() + " is not readable as Parquet", e);
    }
  }

  private @Nullable Difference compare(
      TableIdentity actual, Manifest manifest, TableSchema schema, Version version) {
    Difference id = compare(actual.id(), version);
    if (id == null || manifest.leaves() == null) {
      return id;
    }
    LeafIndex expected = LeafIndex.decode(store.chunks().get(manifest.leaves()));
    return expected
        .firstDifference(actual.leaves())
        .map(place -> difference(place, expected, manifest.chunks(), schema))
        .orElse(id);
  }

  private static Difference difference(
      LeafIndex.Difference place, LeafIndex expected, List<Chunk> chunks, TableSchema schema) {
    long first = place.firstRow();
    int rows = place.leaf() < expected.leaves() ? expected.leafRows(place.leaf()) : 0;
    String column = schema.fields().get(place.column()).name();
    ChunkDigest chunk =
        chunks.stream()
            .filter(c -> c.first() <= first && first < c.first() + c.rows())
            .map(Chunk::digest)
            .findFirst()
            .orElse(null);
    return new Difference(
        "column '%s' has other values in rows %d to %d than the content id says"
            .formatted(column, first + 1, first + Math.max(rows, 1)),
        chunk,
        column,
        first,
        rows);
  }

  private static @Nullable Difference compare(ContentId actual, Version version) {
    return actual.equals(version.content())
        ? null
        : new Difference(
            "the content has the id %s instead of %s".formatted(actual, version.content()),
            null,
            null,
            0,
            0);
  }

  @Override
  public void close() {
    duckDb.close();
  }

  /** Counts what was read. */
  private static final class Progress {
    private final PublishListener listener;
    private long rows;
    private long bytes;
    private long chunks;

    Progress(PublishListener listener) {
      this.listener = listener;
    }

    void rows(long more) {
      rows += more;
      listener.progress(rows, bytes);
    }

    void bytes(long more) {
      bytes += more;
      listener.progress(rows, bytes);
    }

    void chunk(SealedChunk chunk) {
      chunks++;
      rows(chunk.records());
      bytes(chunk.bytes());
    }

    VerifyResult result(Version version, @Nullable Difference difference) {
      return new VerifyResult(version, rows, bytes, chunks, difference);
    }
  }
}
