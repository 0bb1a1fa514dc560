package io.optima.query.format;

import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** The next rows of another reader, about as many as asked for; batches stay whole. */
final class ArrowSegment extends ArrowReader {
  private final ArrowReader source;
  private final long rows;
  private long read;
  private boolean ended;

  ArrowSegment(ArrowReader source, long rows, BufferAllocator allocator) {
    super(allocator);
    this.source = source;
    this.rows = rows;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    if (ended || read >= rows) {
      return false;
    }
    ended = !source.loadNextBatch();
    if (ended) {
      return false;
    }
    loadRecordBatch(new VectorUnloader(source.getVectorSchemaRoot()).getRecordBatch());
    read += source.getVectorSchemaRoot().getRowCount();
    return true;
  }

  /** Whether the other reader has no more rows. */
  boolean isLast() {
    return ended;
  }

  @Override
  public long bytesRead() {
    return source.bytesRead();
  }

  @Override
  protected void closeReadSource() {}

  @Override
  protected Schema readSchema() throws IOException {
    return source.getVectorSchemaRoot().getSchema();
  }
}
