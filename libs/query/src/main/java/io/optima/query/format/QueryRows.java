package io.optima.query.format;

import io.optima.query.duckdb.DuckDb;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;

/** A query of Optima's own on a connection of its own, its rows read as Arrow. */
final class QueryRows implements OpenRows {
  private static final int CELLS = 1 << 19;
  private static final int MOST_ROWS = 8_192;

  private final DuckDBConnection connection;
  private final Statement statement;
  private final ResultSet result;
  private final ArrowReader reader;

  /** Starts the query; batches have fewer rows the more columns there are. */
  QueryRows(DuckDb duckDb, String sql, BufferAllocator allocator) throws SQLException {
    this(duckDb, sql, CELLS, allocator);
  }

  /**
   * Starts the query.
   *
   * @param cells of a batch, about: its columns times its rows
   */
  QueryRows(DuckDb duckDb, String sql, int cells, BufferAllocator allocator) throws SQLException {
    connection = duckDb.connect();
    try {
      statement = connection.createStatement();
      result = statement.executeQuery(sql);
      int columns = result.getMetaData().getColumnCount();
      reader = DuckDb.read(result, Math.clamp(cells / columns, 16, MOST_ROWS), allocator);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public ArrowReader reader() {
    return reader;
  }

  @Override
  public void close() throws IOException, SQLException {
    try (connection;
        statement;
        result) {
      reader.close();
    }
  }
}
