package io.optima.query.duckdb;

import io.optima.model.OptimaException;
import java.nio.file.Path;

/**
 * Limits of one DuckDB instance.
 *
 * @param memoryBytes what its buffers may take before they spill to {@code spill}
 * @param threads worker threads
 * @param spill directory for what does not fit in memory; made when missing
 */
public record DuckDbSettings(long memoryBytes, int threads, Path spill) {
  private static final long LEAST_MEMORY_BYTES = 32L << 20;

  public DuckDbSettings {
    if (memoryBytes < LEAST_MEMORY_BYTES) {
      throw OptimaException.invalid(
          "DuckDB memory of %d bytes is too little: at least %d", memoryBytes, LEAST_MEMORY_BYTES);
    }
    if (threads < 1) {
      throw OptimaException.invalid("DuckDB needs at least 1 thread, not %d", threads);
    }
  }
}
