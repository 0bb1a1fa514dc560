package io.optima.query.secure;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Manifest.Chunk;
import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckDbSettings;
import io.optima.query.duckdb.DuckTypes;
import io.optima.query.duckdb.Sql;
import io.optima.query.format.CanonicalReader;
import io.optima.query.format.PhysicalLayout;
import io.optima.store.ChunkStore;
import io.optima.store.PinnedFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Decodes Parquet chunks with an instance of DuckDB that runs no SQL of users. */
final class ChunkDecoder implements AutoCloseable {
  private static final String ROW_NUMBER = "file_row_number";

  private final ChunkStore chunks;
  private final DuckDb duckDb;

  ChunkDecoder(ChunkStore chunks, ReadSettings settings) {
    this.chunks = chunks;
    this.duckDb =
        DuckDb.open(
            new DuckDbSettings(settings.memoryBytes(), settings.threads(), settings.spill()));
  }

  DuckDb duckDb() {
    return duckDb;
  }

  /** Rows of a chunk in canonical Arrow; only the row groups that hold them are decoded. */
  ArrowReader read(Chunk chunk, Projection columns, RowRange range, BufferAllocator allocator) {
    Closing opened = new Closing();
    try {
      PinnedFile file = opened.add(chunks.local(chunk.digest()));
      Connection connection = opened.add(duckDb.connect());
      Statement statement = opened.add(connection.createStatement());
      ResultSet result =
          opened.add(statement.executeQuery(select(file, columns, range, chunk.rows())));
      ArrowReader reader = opened.add(DuckDb.read(result, allocator));
      return new CanonicalReader(reader, columns.wanted(), opened, allocator);
    } catch (SQLException e) {
      opened.closeAfter(e);
      throw new OptimaException(
          ErrorCode.CORRUPT, "chunk " + chunk.digest() + " is not readable as Parquet", e);
    } catch (RuntimeException e) {
      opened.closeAfter(e);
      throw e;
    }
  }

  /** All rows of the chunks as one query; plain, so that nothing is lost to the optimizer. */
  SecuredView view(List<Chunk> parts, TableSchema columns) {
    Closing pins = new Closing();
    try {
      List<Path> files = new ArrayList<>();
      for (Chunk part : parts) {
        files.add(pins.add(chunks.local(part.digest())).path());
      }
      return new SecuredView(select(columns, files), files, pins);
    } catch (RuntimeException e) {
      pins.closeAfter(e);
      throw e;
    }
  }

  private static String select(TableSchema columns, List<Path> files) {
    if (files.isEmpty()) {
      return columns.fields().stream()
          .map(f -> "null::" + DuckTypes.sql(f.type()) + " as " + Sql.name(f.name()))
          .collect(Collectors.joining(", ", "select ", " limit 0"));
    }
    return "select "
        + PhysicalLayout.reading(columns)
        + " from read_parquet("
        + Sql.texts(files)
        + ")";
  }

  private static String select(PinnedFile file, Projection columns, RowRange range, long rows) {
    String names = PhysicalLayout.reading(columns.wanted());
    String path = Sql.text(file.path());
    if (range.length() == rows) {
      return "select " + names + " from read_parquet(" + path + ")";
    }
    if (columns.has(ROW_NUMBER)) {
      return "select %s from read_parquet(%s) limit %d offset %d"
          .formatted(names, path, range.length(), range.first());
    }
    // DuckDB skips row groups by this condition, as it does not by LIMIT and OFFSET
    return "select %s from read_parquet(%s, %s = true) where %s >= %d and %s < %d"
        .formatted(names, path, ROW_NUMBER, ROW_NUMBER, range.first(), ROW_NUMBER, range.end());
  }

  @Override
  public void close() {
    duckDb.close();
  }
}
