package io.optima.jdbc;

import io.optima.jdbc.dialect.Access;
import io.optima.jdbc.dialect.Dialect;
import io.optima.jdbc.dialect.Shape;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection for one use; what is not committed when it is closed was never there. */
final class Session implements AutoCloseable {
  private final Connection connection;
  private volatile @Nullable Statement current;
  private volatile boolean cancelled;

  private Session(Connection connection) {
    this.connection = connection;
  }

  static Session open(Dialect dialect, Connector connector, Access access) throws SQLException {
    Connection connection = connector.connect(dialect.properties(access));
    try {
      dialect.begin(connection, access);
      return new Session(connection);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  Connection connection() {
    return connection;
  }

  /**
   * For any thread: the statement under way, and every later one, fails. Drivers cancel what they
   * execute, not what they fetch: there only an end of the connection helps.
   */
  void cancel() {
    cancelled = true;
    Statement statement = current;
    try {
      if (statement != null) {
        statement.cancel();
      }
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // it has ended, and the next one will not begin
    }
  }

  /** Makes the statement the one that is cancelled. */
  <S extends Statement> S current(S statement) {
    current = statement;
    requireGoing();
    return statement;
  }

  void requireGoing() {
    if (cancelled) {
      throw new OptimaException(ErrorCode.CANCELLED, "the database's work was cancelled");
    }
  }

  int update(String sql) throws SQLException {
    try (Statement statement = current(connection.createStatement())) {
      return statement.executeUpdate(sql);
    }
  }

  int update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = current(connection.prepareStatement(sql))) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  /** Columns of a query that has no rows. */
  List<Shape> shape(String sql) throws SQLException {
    try (Statement statement = current(connection.createStatement())) {
      statement.setEscapeProcessing(false);
      try (ResultSet none = statement.executeQuery(sql)) {
        return Shape.of(none.getMetaData());
      }
    }
  }

  void commit() throws SQLException {
    requireGoing();
    connection.commit();
  }

  void rollback() throws SQLException {
    connection.rollback();
  }

  /** Some drivers commit what is open when they are closed. */
  @Override
  public void close() throws SQLException {
    try (connection) {
      if (!connection.isClosed()) {
        connection.rollback();
      }
    }
  }
}
