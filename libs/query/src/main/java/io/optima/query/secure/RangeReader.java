package io.optima.query.secure;

import io.optima.identity.ArrowSchemas;
import io.optima.model.dataset.Manifest.Chunk;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a range of chunks, one chunk after the other; chunks outside the range stay untouched.
 */
final class RangeReader extends ArrowReader {
  private final Iterator<Chunk> chunks;
  private Iterator<ChunkRows.Part> parts = Collections.emptyIterator();
  private final Projection columns;
  private final RowRange range;
  private final ChunkRows rows;
  private long bytesRead;
  private @Nullable ArrowReader current;

  RangeReader(
      List<Chunk> chunks,
      Projection columns,
      RowRange range,
      ChunkRows rows,
      BufferAllocator allocator) {
    super(allocator);
    this.chunks =
        chunks.stream()
            .filter(chunk -> !range.within(chunk.first(), chunk.rows()).isEmpty())
            .iterator();
    this.columns = columns;
    this.range = range;
    this.rows = rows;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    while (true) {
      ArrowReader reader = current == null ? next() : current;
      if (reader == null) {
        return false;
      }
      if (reader.loadNextBatch()) {
        take(reader);
        return true;
      }
      closeReadSource();
    }
  }

  private void take(ArrowReader reader) throws IOException {
    ArrowRecordBatch batch = new VectorUnloader(reader.getVectorSchemaRoot()).getRecordBatch();
    bytesRead += batch.computeBodyLength();
    loadRecordBatch(batch); // closes the batch
  }

  private @Nullable ArrowReader next() {
    if (!parts.hasNext() && chunks.hasNext()) {
      Chunk chunk = chunks.next();
      RowRange wanted = range.within(chunk.first(), chunk.rows());
      parts = rows.parts(chunk, columns, wanted).iterator();
    }
    if (!parts.hasNext()) {
      return null;
    }
    current = rows.read(parts.next(), columns, allocator);
    return current;
  }

  @Override
  public long bytesRead() {
    return bytesRead;
  }

  @Override
  protected void closeReadSource() throws IOException {
    ArrowReader reader = current;
    current = null;
    if (reader != null) {
      reader.close();
    }
  }

  @Override
  protected Schema readSchema() {
    return ArrowSchemas.toArrow(columns.wanted());
  }
}
