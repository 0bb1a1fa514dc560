package io.optima.transform.step.sql;

import io.optima.identity.ArrowSchemas;
import io.optima.model.schema.TableSchema;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** Columns without rows. */
final class NoRows extends ArrowReader {
  private final TableSchema schema;

  NoRows(TableSchema schema, BufferAllocator allocator) {
    super(allocator);
    this.schema = schema;
  }

  @Override
  public boolean loadNextBatch() {
    return false;
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {}

  @Override
  protected Schema readSchema() {
    return ArrowSchemas.toArrow(schema);
  }
}
