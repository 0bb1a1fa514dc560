package io.optima.query.publish;

import io.optima.identity.ArrowSchemas;
import io.optima.identity.LeafRange;
import io.optima.identity.TableDigest;
import io.optima.identity.TableIdentity;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.format.ParquetWriting;
import io.optima.store.IoFailures;
import io.optima.store.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Takes rows in canonical Arrow; on another thread their digests are computed and they are written
 * as Parquet chunks, because this one is busy enough with reading them. A chunk ends where a leaf
 * ends, whatever the batches are.
 */
final class TableWriter implements AutoCloseable {
  private final DuckDb duckDb;
  private final TableSchema schema;
  private final TableDigest digest;
  private final long before;
  private final Path folder;
  private final PublishSettings settings;
  private final BufferAllocator allocator;
  private final RowQueue queue;
  private final CompletableFuture<List<ChunkFile>> written = new CompletableFuture<>();
  private final Thread writer;
  private boolean finished;
  private long rows;
  private long bytes;
  private long chunkRows;
  private long chunkBytes;

  /**
   * @param digest of the rows before these, none for a new table
   * @param folder of its own for the chunks
   */
  TableWriter(
      DuckDb duckDb,
      TableSchema schema,
      TableDigest digest,
      Path folder,
      PublishSettings settings,
      BufferAllocator allocator) {
    this.duckDb = duckDb;
    this.schema = schema;
    this.digest = digest;
    this.before = digest.rows();
    this.folder = folder;
    this.settings = settings;
    this.allocator = allocator;
    this.queue = new RowQueue(ArrowSchemas.toArrow(schema), digest::add, allocator);
    this.writer = Thread.ofPlatform().name("chunks-" + folder.getFileName()).start(this::write);
  }

  /** Takes the next rows in; their buffers are shared until they are written. */
  void add(VectorSchemaRoot batch) {
    int toLeafEnd = (int) (LeafRange.LEAF_ROWS - (before + rows) % LeafRange.LEAF_ROWS);
    if (toLeafEnd < batch.getRowCount() && isFullWith(toLeafEnd)) {
      try (VectorSchemaRoot last = batch.slice(0, toLeafEnd);
          VectorSchemaRoot next = batch.slice(toLeafEnd)) {
        addWhole(last);
        add(next);
      }
    } else if (batch.getRowCount() > 0) {
      addWhole(batch);
    }
  }

  private void addWhole(VectorSchemaRoot batch) {
    if (!queue.put(batch)) {
      throw failure();
    }
    long size = ArrowSizes.bytes(batch);
    rows += batch.getRowCount();
    bytes += size;
    chunkRows += batch.getRowCount();
    chunkBytes += size;
    if (isChunkFull()) {
      endChunk();
    }
  }

  private boolean isChunkFull() {
    return isFullWith(0) && (before + rows) % LeafRange.LEAF_ROWS == 0;
  }

  private boolean isFullWith(int moreRows) {
    return chunkRows + moreRows >= settings.chunkRows() || chunkBytes >= settings.chunkBytes();
  }

  private void endChunk() {
    if (!queue.endChunk()) {
      throw failure();
    }
    chunkRows = 0;
    chunkBytes = 0;
  }

  long rows() {
    return rows;
  }

  long bytes() {
    return bytes;
  }

  /** Waits for the last chunk. */
  List<ChunkFile> finish() {
    queue.end();
    try {
      List<ChunkFile> chunks = written.join();
      finished = true;
      return chunks;
    } catch (CompletionException e) {
      throw failure();
    }
  }

  /** The identity of the rows before and these; to be called once, at the end. */
  TableIdentity identity() {
    return digest.finish();
  }

  private OptimaException failure() {
    Throwable cause = written.handle((chunks, error) -> error).join();
    return cause instanceof OptimaException known
        ? known
        : new OptimaException(ErrorCode.INTERNAL, "the rows could not be written", cause);
  }

  private void write() {
    try {
      List<ChunkFile> chunks = new ArrayList<>();
      while (queue.hasChunk()) {
        Path file = file(chunks.size());
        try (ArrowReader chunk = queue.chunk()) {
          long count = ParquetWriting.write(duckDb, chunk, schema, file, allocator);
          chunks.add(new ChunkFile(file, count, Files.size(file)));
        }
      }
      written.complete(chunks);
    } catch (IOException | SQLException | RuntimeException e) {
      queue.stop();
      written.completeExceptionally(e);
    }
  }

  private Path file(int chunk) {
    return folder.resolve("chunk-" + chunk + ".parquet");
  }

  /** Unless they are finished nobody needs the chunks, and their room may be needed soon. */
  @Override
  public void close() {
    queue.stop();
    Threads.join(writer);
    queue.close();
    if (!finished) {
      deleteChunks();
    }
  }

  private void deleteChunks() {
    try {
      for (int chunk = 0; Files.deleteIfExists(file(chunk)); chunk++) {
        // the next one
      }
    } catch (IOException e) {
      throw IoFailures.of("delete what was written to " + folder, e);
    }
  }
}
