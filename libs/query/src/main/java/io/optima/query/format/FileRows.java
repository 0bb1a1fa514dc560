package io.optima.query.format;

import io.optima.model.OptimaException;
import io.optima.model.dataset.CsvOptions;
import io.optima.model.dataset.Format;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.apache.arrow.memory.BufferAllocator;

/** Opens uploaded files as rows. */
public final class FileRows {
  private final DuckDb duckDb;
  private final BufferAllocator allocator;

  public FileRows(DuckDb duckDb, BufferAllocator allocator) {
    this.duckDb = duckDb;
    this.allocator = allocator;
  }

  /** The rows of the file with types found in it. */
  public OpenRows open(Path file, Format format, CsvOptions csv) throws IOException, SQLException {
    if (Files.size(file) == 0) {
      throw OptimaException.invalid("the %s is empty: there is no column in it", format.name());
    }
    return switch (format) {
      case ARROW -> new ArrowFileRows(file, allocator);
      case PARQUET -> query("from read_parquet(" + Sql.text(file) + ")");
      case CSV ->
          query("from " + CsvDialect.find(duckDb, file, csv, CsvDialect.SAMPLE_ROWS).reading(file));
      case JSON ->
          query("from read_json(" + Sql.text(file) + ", sample_size = -1, records = true)");
      case TEXT, BINARY -> throw OptimaException.invalid("%s has no rows", format.name());
    };
  }

  private OpenRows query(String sql) throws SQLException {
    return new QueryRows(duckDb, sql, allocator);
  }
}
