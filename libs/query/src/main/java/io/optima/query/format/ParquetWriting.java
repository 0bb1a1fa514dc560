package io.optima.query.format;

import io.optima.identity.LeafRange;
import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.Sql;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;

/** Writes rows as Parquet chunks. */
public final class ParquetWriting {
  private static final int ROW_GROUP_ROWS = 2 * LeafRange.LEAF_ROWS;
  private static final int LEAST_ROW_GROUP_ROWS = 2_048;
  private static final int ROW_GROUP_CELLS = 1 << 24;

  private ParquetWriting() {}

  /**
   * Writes all rows, given in canonical Arrow, to a new file.
   *
   * @return their number
   */
  public static long write(
      DuckDb duckDb, ArrowReader rows, TableSchema schema, Path file, BufferAllocator allocator)
      throws SQLException {
    return write(duckDb, rows, schema, rowGroupRows(schema), file, "", allocator);
  }

  /**
   * As {@link #write(DuckDb, ArrowReader, TableSchema, Path, BufferAllocator)}, with rows in groups
   * of about that many.
   */
  public static long write(
      DuckDb duckDb,
      ArrowReader rows,
      TableSchema schema,
      int rowGroupRows,
      Path file,
      BufferAllocator allocator)
      throws SQLException {
    int group = Math.clamp(rowGroupRows, LEAST_ROW_GROUP_ROWS, ROW_GROUP_ROWS);
    return write(duckDb, rows, schema, group, file, "", allocator);
  }

  /**
   * As {@link #write(DuckDb, ArrowReader, TableSchema, Path, BufferAllocator)}, with what tells the
   * columns to whoever reads the file somewhere else.
   */
  static void export(
      DuckDb duckDb, ArrowReader rows, TableSchema schema, Path file, BufferAllocator allocator)
      throws SQLException {
    write(
        duckDb,
        rows,
        schema,
        rowGroupRows(schema),
        file,
        ParquetColumns.metadata(schema),
        allocator);
  }

  private static long write(
      DuckDb duckDb,
      ArrowReader rows,
      TableSchema schema,
      int rowGroupRows,
      Path file,
      String metadata,
      BufferAllocator allocator)
      throws SQLException {
    try (DuckDBConnection connection = duckDb.connect();
        DuckDb.RegisteredRows registered = DuckDb.register(connection, "rows_in", rows, allocator);
        Statement statement = connection.createStatement()) {
      return statement.executeLargeUpdate(
          "copy (select %s from rows_in) to %s (format parquet, compression snappy, row_group_size %d%s)"
              .formatted(PhysicalLayout.writing(schema), Sql.text(file), rowGroupRows, metadata));
    }
  }

  /** Rows of a row group: fewer when there are thousands of columns, each with its buffers. */
  private static int rowGroupRows(TableSchema schema) {
    int rows = ROW_GROUP_CELLS / schema.fields().size() / LEAST_ROW_GROUP_ROWS;
    return Math.clamp((long) rows * LEAST_ROW_GROUP_ROWS, LEAST_ROW_GROUP_ROWS, ROW_GROUP_ROWS);
  }
}
