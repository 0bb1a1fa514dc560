package io.optima.query.stream;

import io.optima.identity.Peaks;
import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.RecordSchema;
import io.optima.model.stream.SealedManifest.SealedChunk;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.format.ParquetWriting;
import io.optima.store.IoFailures;
import io.optima.store.PublishSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Writes records as chunks. */
final class ChunkWriter {
  private static final long ROW_GROUP_BYTES = 16L << 20;

  private final DuckDb duckDb;
  private final SealSettings settings;
  private final BufferAllocator allocator;

  ChunkWriter(DuckDb duckDb, SealSettings settings, BufferAllocator allocator) {
    this.duckDb = duckDb;
    this.settings = settings;
    this.allocator = allocator;
  }

  /**
   * Writes all records of the cursor; the chunks are durable then. Offsets without a record belong
   * to the chunk of the one behind them.
   *
   * @param first offset at which the first chunk begins
   */
  List<SealedChunk> write(
      PublishSession session,
      int partition,
      @Nullable RecordSchema schema,
      DigestAlgorithm algorithm,
      long first,
      RecordCursor records) {
    List<SealedChunk> chunks = new ArrayList<>();
    long at = first;
    while (records.peek() != null) {
      SealedChunk written =
          chunk(
              session,
              new ChunkRecords(partition, schema, at, records, settings, algorithm, allocator));
      chunks.add(written);
      at = written.end();
    }
    return chunks;
  }

  private SealedChunk chunk(PublishSession session, ChunkRecords records) {
    Path file = session.staging().resolve("sealed-" + UUID.randomUUID() + ".parquet");
    try (records) {
      long written = writeFile(records, file);
      if (written != records.rows()) {
        throw OptimaException.of(
            ErrorCode.INTERNAL, "%d of %d records were written", written, records.rows());
      }
      long bytes = Files.size(file);
      return described(session, file, bytes, records);
    } catch (IOException e) {
      throw IoFailures.of("write " + file, e);
    } finally {
      delete(file);
    }
  }

  private static SealedChunk described(
      PublishSession session, Path file, long bytes, ChunkRecords records) {
    Peaks peaks = records.peaks();
    return new SealedChunk(
        session.put(file),
        bytes,
        peaks.first(),
        records.rows(),
        records.bytesRead(),
        instant(records.earliest()),
        instant(records.latest()),
        PeaksText.of(peaks),
        peaks.end() - peaks.first() - records.rows());
  }

  long writeFile(ChunkRecords records, Path file) throws IOException {
    try {
      int rows = (int) Math.min(Integer.MAX_VALUE, ROW_GROUP_BYTES / records.recordBytes());
      return ParquetWriting.write(duckDb, records, records.columns(), rows, file, allocator);
    } catch (SQLException e) {
      RuntimeException cause = records.failure();
      throw cause != null
          ? cause
          : new OptimaException(ErrorCode.INTERNAL, "records could not be written", e);
    }
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw IoFailures.of("delete " + file, e);
    }
  }
}
