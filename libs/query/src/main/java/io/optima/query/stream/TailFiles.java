package io.optima.query.stream;

import io.optima.identity.Peaks;
import io.optima.model.stream.RecordSchema;
import io.optima.query.duckdb.DuckDb;
import io.optima.store.IoFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Writes records that are not sealed as files of the layout of chunks. */
public final class TailFiles {
  private static final SealSettings ONE_FILE = new SealSettings(Long.MAX_VALUE, Integer.MAX_VALUE);

  private final ChunkWriter writer;
  private final BufferAllocator allocator;

  /**
   * @param duckDb writes the files; stays the caller's
   */
  public TailFiles(DuckDb duckDb, BufferAllocator allocator) {
    this.writer = new ChunkWriter(duckDb, ONE_FILE, allocator);
    this.allocator = allocator;
  }

  /**
   * Records in a file.
   *
   * @param bytes of the file
   * @param rows in it
   * @param records peaks of their offsets
   */
  public record TailFile(Path path, long bytes, long rows, Peaks records) {}

  /**
   * Writes all records of batches that follow what is sealed.
   *
   * @param schema of the values; null when they are only bytes
   * @param sealed peaks of all records before them
   * @param batches at least one record
   * @param gaps offsets between batches may have no records
   * @param path of a new file
   */
  public TailFile write(
      int partition,
      @Nullable RecordSchema schema,
      Peaks sealed,
      Iterator<TailBatch> batches,
      boolean gaps,
      Path path) {
    RecordCursor cursor =
        new RecordCursor(sealed.end(), new DecodedBatches(sealed.end(), batches, gaps));
    try (ChunkRecords records =
        new ChunkRecords(
            partition, schema, sealed.end(), cursor, ONE_FILE, sealed.algorithm(), allocator)) {
      writer.writeFile(records, path);
      return new TailFile(path, Files.size(path), records.rows(), records.peaks());
    } catch (IOException e) {
      throw IoFailures.of("write " + path, e);
    }
  }
}
