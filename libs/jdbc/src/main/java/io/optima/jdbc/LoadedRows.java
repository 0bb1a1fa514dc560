package io.optima.jdbc;

import io.optima.identity.ArrowSchemas;
import io.optima.jdbc.dialect.Dialect;
import io.optima.jdbc.value.Vectors;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Rows of a database in canonical Arrow, in the order in which they come. Of these only a batch,
 * and what the driver fetches ahead, is in memory. Closing it ends its connection.
 */
public final class LoadedRows extends ArrowReader {
  static final int BATCH_ROWS = 65_536;
  private static final long BATCH_BYTES = 16L << 20;

  private static final int FIRST_FETCH = 64;
  private static final int MOST_FETCHED = 16_384;
  private static final long FETCHED_BYTES = 8L << 20;

  private final Dialect dialect;
  private final Session session;
  private final List<LoadedColumn> columns;
  private final String doing;
  private final Statement statement;
  private final ResultSet result;
  private long rows;
  private long bytes;

  LoadedRows(
      Dialect dialect,
      Session session,
      List<LoadedColumn> columns,
      Source source,
      BufferAllocator allocator)
      throws SQLException {
    super(allocator);
    this.dialect = dialect;
    this.session = session;
    this.columns = columns;
    this.doing = Database.reading(source);
    this.statement = session.current(session.connection().createStatement());
    statement.setEscapeProcessing(false);
    statement.setFetchSize(FIRST_FETCH);
    this.result = statement.executeQuery(source.sql());
  }

  /** The columns with their types. */
  public TableSchema schema() {
    return schema(columns);
  }

  static TableSchema schema(List<LoadedColumn> columns) {
    return new TableSchema(
        columns.stream().map(column -> new Field(column.name(), column.type())).toList());
  }

  /** Rows so far. */
  public long rows() {
    return rows;
  }

  /** Makes reading fail soon, also while it waits for the database; for any thread. */
  public void cancel() {
    session.cancel();
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.optima.model.OptimaException FAILED_PRECONDITION naming column and row of a value
   *     that its type cannot hold; UNAVAILABLE when the database went away; CANCELLED
   */
  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    session.requireGoing();
    VectorSchemaRoot batch = getVectorSchemaRoot();
    // whoever took the last batch may still have its memory
    batch.clear();
    int count = 0;
    long size = 0;
    try {
      while (count < BATCH_ROWS && size < BATCH_BYTES && result.next()) {
        size += row(batch, count++);
        if ((count & (count - 1)) == 0) {
          fetchFor(size / count);
        }
      }
    } catch (SQLException e) {
      session.requireGoing();
      throw dialect.translated(doing, e);
    }
    batch.setRowCount(count);
    rows += count;
    bytes += size;
    return count > 0;
  }

  private long row(VectorSchemaRoot batch, int row) throws SQLException {
    long size = 0;
    for (int i = 0; i < columns.size(); i++) {
      LoadedColumn column = columns.get(i);
      Object value = column.value(dialect, result, i + 1, rows + row);
      FieldVector vector = batch.getVector(i);
      try {
        Vectors.set(vector, row, column.type(), value);
      } catch (ArithmeticException | DateTimeException e) {
        throw column.unfit(rows + row, e);
      }
      size += Vectors.size(vector, value);
    }
    return size;
  }

  /** Few wide rows or many narrow ones: about as many bytes each time. */
  private void fetchFor(long rowBytes) throws SQLException {
    result.setFetchSize(Math.clamp(FETCHED_BYTES / Math.max(rowBytes, 1), 1, MOST_FETCHED));
  }

  @Override
  public long bytesRead() {
    return bytes;
  }

  @Override
  protected void closeReadSource() {
    try (session;
        statement;
        result) {
      // in this order, backwards
    } catch (SQLException e) {
      throw dialect.translated(doing, e);
    }
  }

  @Override
  protected Schema readSchema() {
    return ArrowSchemas.toArrow(schema());
  }
}
