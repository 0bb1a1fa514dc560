package io.optima.query.sort;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Rows of another reader on their way into DuckDB, which loses why reading them failed. */
final class SourceRows extends ArrowReader {
  private final ArrowReader source;
  private volatile @Nullable Exception failure;

  SourceRows(ArrowReader source, BufferAllocator allocator) {
    super(allocator);
    this.source = source;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    try {
      if (!source.loadNextBatch()) {
        return false;
      }
      loadRecordBatch(new VectorUnloader(source.getVectorSchemaRoot()).getRecordBatch());
      return true;
    } catch (IOException | RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  /** What a failure of DuckDB really was. */
  OptimaException failure(Exception seen) {
    Exception first = failure == null ? seen : failure;
    return first instanceof OptimaException known
        ? known
        : new OptimaException(ErrorCode.INTERNAL, "the rows could not be sorted", first);
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
