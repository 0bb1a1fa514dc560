package io.optima.query.format;

import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.Sql;
import java.nio.file.Path;
import java.sql.SQLException;
import org.apache.arrow.memory.BufferAllocator;

/** Reads Parquet chunks back. */
public final class ChunkRows {
  private ChunkRows() {}

  /**
   * Rows of a chunk.
   *
   * @param from number of the first row within the chunk, from 0
   * @param end number of the first row that is not read any more
   */
  public static OpenRows open(
      DuckDb duckDb, Path file, TableSchema schema, long from, long end, BufferAllocator allocator)
      throws SQLException {
    return new QueryRows(
        duckDb,
        "select %s from read_parquet(%s, file_row_number = true) where file_row_number >= %d and file_row_number < %d"
            .formatted(PhysicalLayout.reading(schema), Sql.text(file), from, end),
        allocator);
  }

  /** All rows of a chunk. */
  public static OpenRows open(
      DuckDb duckDb, Path file, TableSchema schema, BufferAllocator allocator) throws SQLException {
    return new QueryRows(
        duckDb,
        "select %s from read_parquet(%s)".formatted(PhysicalLayout.reading(schema), Sql.text(file)),
        allocator);
  }

  /**
   * Rows of a chunk that is ordered by a column of whole numbers.
   *
   * @param from least number in that column
   * @param batchRows of a batch, about: fewer for larger rows
   */
  public static OpenRows from(
      DuckDb duckDb,
      Path file,
      TableSchema schema,
      String column,
      long from,
      int batchRows,
      BufferAllocator allocator)
      throws SQLException {
    return new QueryRows(
        duckDb,
        "select %s from read_parquet(%s) where %s >= %d"
            .formatted(PhysicalLayout.reading(schema), Sql.text(file), Sql.name(column), from),
        Math.multiplyExact(batchRows, schema.fields().size()),
        allocator);
  }
}
