package io.optima.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBResultSet;

/** The DuckDB that Optima runs on, alone in this process, with as many threads. */
final class Duck implements AutoCloseable {
  private static final long ROWS_PER_BATCH = 65_536;

  private final BufferAllocator allocator = new RootAllocator();
  private final Connection connection;

  Duck() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    execute("set threads = " + Runtime.getRuntime().availableProcessors());
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /**
   * Runs a query and takes its rows as Arrow.
   *
   * @return their number
   */
  long drain(String sql) throws SQLException, IOException {
    return read(sql, Duck::count);
  }

  /** What is done with the rows of a query. */
  interface Reading<T> {
    T read(ArrowReader reader) throws IOException;
  }

  <T> T read(String sql, Reading<T> reading) throws SQLException, IOException {
    try (Statement statement = connection.createStatement();
        var rows = (DuckDBResultSet) statement.executeQuery(sql);
        ArrowReader reader = (ArrowReader) rows.arrowExportStream(allocator, ROWS_PER_BATCH)) {
      return reading.read(reader);
    }
  }

  static long count(ArrowReader reader) throws IOException {
    long count = 0;
    while (reader.loadNextBatch()) {
      count += reader.getVectorSchemaRoot().getRowCount();
    }
    return count;
  }

  BufferAllocator allocator() {
    return allocator;
  }

  static String text(Path path) {
    return "'" + path.toString().replace("'", "''") + "'";
  }

  static String texts(Collection<Path> paths) {
    return paths.stream().map(Duck::text).collect(Collectors.joining(", ", "[", "]"));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    allocator.close();
  }
}
