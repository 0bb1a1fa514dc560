package io.optima.query.secure;

import io.optima.model.ChunkDigest;
import io.optima.model.schema.TableSchema;
import java.util.Optional;

/**
 * Some columns of a table.
 *
 * @param table all its columns, as they lie in its chunks
 * @param wanted those to read, in their order
 * @param leaves digests of all columns of all leaves
 */
record Projection(TableSchema table, TableSchema wanted, Optional<ChunkDigest> leaves) {
  /** Whether the table has a column that DuckDB would take for that name. */
  boolean has(String name) {
    return table.names().stream().anyMatch(name::equalsIgnoreCase);
  }
}
