package io.optima.query.duckdb;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;

/**
 * One DuckDB instance in memory; closing it frees everything it held.
 *
 * <p>Rows keep the order of their source and all times are in UTC. Extensions are neither loaded
 * nor installed: what Optima needs is compiled in.
 */
public final class DuckDb implements AutoCloseable {
  /** Rows of an exported Arrow batch: one leaf. */
  public static final int BATCH_ROWS = 65_536;

  private final DuckDBConnection root;

  private DuckDb(DuckDBConnection root) {
    this.root = root;
  }

  /** Opens an instance of its own. */
  public static DuckDb open(DuckDbSettings settings) {
    Properties properties = new Properties();
    properties.setProperty("memory_limit", settings.memoryBytes() + "B");
    properties.setProperty("threads", Integer.toString(settings.threads()));
    properties.setProperty("temp_directory", settings.spill().toString());
    properties.setProperty("preserve_insertion_order", "true");
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("jdbc_stream_results", "true");
    properties.setProperty("autoload_known_extensions", "false");
    try {
      Files.createDirectories(settings.spill());
      Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
      DuckDb db = new DuckDb(connection.unwrap(DuckDBConnection.class));
      db.execute("set global TimeZone = 'UTC'");
      return db;
    } catch (SQLException | IOException e) {
      throw new OptimaException(ErrorCode.INTERNAL, "the query engine did not start", e);
    }
  }

  /** Another connection to the same instance, for one thread. The caller closes it. */
  public DuckDBConnection connect() throws SQLException {
    return root.duplicate().unwrap(DuckDBConnection.class);
  }

  /** Runs a statement of Optima's own making on the instance's first connection. */
  public void execute(String sql) throws SQLException {
    try (Statement statement = root.createStatement()) {
      statement.execute(sql);
    }
  }

  /**
   * The few rows of a query, all of them at once: one whose rows are streamed loses the message of
   * a failure.
   */
  public static ResultSet whole(Statement statement, String query) throws SQLException {
    statement.execute("create or replace temp table whole as " + query);
    return statement.executeQuery("select * from whole");
  }

  /**
   * Rows of a query as Arrow, up to {@link #BATCH_ROWS} a batch. The types are DuckDB's own choice;
   * the result set must stay open until the reader is closed.
   */
  public static ArrowReader read(ResultSet rows, BufferAllocator allocator) throws SQLException {
    return read(rows, BATCH_ROWS, allocator);
  }

  /** As {@link #read(ResultSet, BufferAllocator)} with batches of another size. */
  public static ArrowReader read(ResultSet rows, int batchRows, BufferAllocator allocator)
      throws SQLException {
    Object stream = rows.unwrap(DuckDBResultSet.class).arrowExportStream(allocator, batchRows);
    return (ArrowReader) stream;
  }

  /** Makes the rows of {@code reader} readable once, on that connection, as {@code name}. */
  public static RegisteredRows register(
      DuckDBConnection connection, String name, ArrowReader reader, BufferAllocator allocator) {
    ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator);
    try {
      Data.exportArrayStream(allocator, reader, stream);
      connection.registerArrowStream(name, stream);
      return new RegisteredRows(stream);
    } catch (RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  /** Frees the registration; the reader is released by DuckDB or by this. */
  public static final class RegisteredRows implements AutoCloseable {
    private final ArrowArrayStream stream;

    private RegisteredRows(ArrowArrayStream stream) {
      this.stream = stream;
    }

    @Override
    public void close() {
      stream.close();
    }
  }

  @Override
  public void close() {
    try {
      root.close();
    } catch (SQLException e) {
      throw new OptimaException(ErrorCode.INTERNAL, "the query engine did not close", e);
    }
  }
}
