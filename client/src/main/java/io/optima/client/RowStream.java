package io.optima.client;

import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows in batches. For one thread; to be closed also when not read to the end. */
public interface RowStream extends AutoCloseable {
  Schema schema();

  /**
   * Waits for the next batch.
   *
   * @return false when there is none; {@link #rows()} is then empty
   */
  boolean next();

  /** The current batch, valid until the next call of {@link #next()} or {@link #close()}. */
  VectorSchemaRoot rows();

  @Override
  void close();
}
