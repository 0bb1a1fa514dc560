package io.optima.query.stream;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.SealedManifest.SealedChunk;
import io.optima.model.stream.StreamRecord;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.format.CanonicalReader;
import io.optima.query.format.ChunkRows;
import io.optima.query.format.OpenRows;
import io.optima.store.ChunkStore;
import io.optima.store.PinnedFile;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/**
 * Records of neighbouring chunks, a few at a time. A group may be empty, and the last one of a
 * chunk is: it begins where the chunk ends.
 */
final class StoredRecords implements Iterator<RecordGroup>, AutoCloseable {
  private static final long GROUP_BYTES = 4L << 20;
  private static final int LEAST_ROWS = 16;
  private static final int MOST_ROWS = 8_192;

  private final DuckDb duckDb;
  private final ChunkStore store;
  private final BufferAllocator allocator;
  private final Iterator<SealedChunk> chunks;
  private @Nullable SealedChunk chunk;
  private @Nullable ArrowReader rows;
  private final Queue<RecordGroup> ready = new ArrayDeque<>();
  private long offset;
  private long absent;

  /**
   * Opens nothing yet.
   *
   * @param offset of the first record wanted; in the first chunk
   */
  StoredRecords(
      DuckDb duckDb,
      ChunkStore store,
      List<SealedChunk> chunks,
      long offset,
      BufferAllocator allocator) {
    this.duckDb = duckDb;
    this.store = store;
    this.chunks = chunks.iterator();
    this.offset = offset;
    this.allocator = allocator;
  }

  @Override
  public boolean hasNext() {
    return !ready.isEmpty() || chunk != null || chunks.hasNext();
  }

  @Override
  public RecordGroup next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (!ready.isEmpty()) {
      return ready.remove();
    }
    SealedChunk current = chunk == null ? chunks.next() : chunk;
    chunk = current;
    try {
      return next(current);
    } catch (IOException | SQLException e) {
      throw new OptimaException(
          ErrorCode.INTERNAL, "chunk " + current.digest() + " could not be read", e);
    }
  }

  private RecordGroup next(SealedChunk current) throws IOException, SQLException {
    ArrowReader reader = rows == null ? open(current) : rows;
    rows = reader;
    if (reader.loadNextBatch()) {
      read(current, reader);
      return ready.isEmpty() ? none() : ready.remove();
    }
    pass(current, current.end());
    close();
    return none();
  }

  private RecordGroup none() {
    return new RecordGroup(offset, List.of());
  }

  private void read(SealedChunk current, ArrowReader reader) throws IOException {
    int count = reader.getVectorSchemaRoot().getRowCount();
    RecordRows batch = new RecordRows(reader.getVectorSchemaRoot());
    List<StreamRecord> records = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      long at = batch.offset(row);
      if (at != offset || records.isEmpty()) {
        pass(current, at);
        records = new ArrayList<>();
        ready.add(new RecordGroup(at, records));
      }
      records.add(batch.record(row));
      offset = at + 1;
    }
  }

  /** Passes offsets without a record, of which a chunk has as many as its manifest says. */
  private void pass(SealedChunk current, long to) {
    if (to < offset || to - offset > absent) {
      throw OptimaException.of(
          ErrorCode.CORRUPT, "chunk %s has no record at offset %d", current.digest(), offset);
    }
    absent -= to - offset;
    offset = to;
  }

  private ArrowReader open(SealedChunk current) throws SQLException {
    absent = current.absent();
    PinnedFile file = store.local(current.digest());
    try {
      OpenRows found =
          ChunkRows.from(
              duckDb,
              file.path(),
              RecordColumns.RECORDS,
              RecordColumns.OFFSET,
              offset,
              groupRows(current),
              allocator);
      AutoCloseable behind =
          () -> {
            try (file) {
              found.close();
            }
          };
      return new CanonicalReader(found.reader(), RecordColumns.RECORDS, behind, allocator);
    } catch (SQLException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static int groupRows(SealedChunk chunk) {
    long recordBytes = Math.max(1, chunk.bytes() / chunk.records());
    return Math.clamp(GROUP_BYTES / recordBytes, LEAST_ROWS, MOST_ROWS);
  }

  /** Lets go of the chunk that is open. */
  @Override
  public void close() {
    chunk = null;
    ready.clear();
    ArrowReader open = rows;
    rows = null;
    if (open == null) {
      return;
    }
    try {
      open.close();
    } catch (IOException e) {
      throw new OptimaException(ErrorCode.INTERNAL, "a chunk could not be closed", e);
    }
  }
}
