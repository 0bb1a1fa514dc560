package io.optima.query.sort;

import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows on their way out of DuckDB; fails as their source did. */
final class SortedRows extends ArrowReader {
  private final ArrowReader sorted;
  private final SourceRows source;

  /**
   * @param sorted closed with this
   */
  SortedRows(ArrowReader sorted, SourceRows source, BufferAllocator allocator) {
    super(allocator);
    this.sorted = sorted;
    this.source = source;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    try {
      if (!sorted.loadNextBatch()) {
        return false;
      }
    } catch (IOException | RuntimeException e) {
      throw source.failure(e);
    }
    loadRecordBatch(new VectorUnloader(sorted.getVectorSchemaRoot()).getRecordBatch());
    return true;
  }

  @Override
  public long bytesRead() {
    return sorted.bytesRead();
  }

  @Override
  protected void closeReadSource() throws IOException {
    sorted.close();
  }

  @Override
  protected Schema readSchema() throws IOException {
    return sorted.getVectorSchemaRoot().getSchema();
  }
}
