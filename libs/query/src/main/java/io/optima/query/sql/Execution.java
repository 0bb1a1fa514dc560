package io.optima.query.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * A statement with its values, not yet started. DuckDB plans a prepared statement twice, once to
 * prepare and once to run it, so that only one with parameters is prepared.
 */
record Execution(Statement statement, Start start) implements AutoCloseable {
  /** Starts the statement. */
  interface Start {
    ResultSet rows() throws SQLException;
  }

  static Execution of(
      DuckDBConnection connection, PreparedSql sql, List<? extends @Nullable Object> values)
      throws SQLException {
    Parameters.requireCount(values, sql.parameters().size());
    if (values.isEmpty()) {
      Statement statement = connection.createStatement();
      return new Execution(statement, () -> statement.executeQuery(sql.text()));
    }
    PreparedStatement prepared = connection.prepareStatement(sql.text());
    try {
      Parameters.bind(prepared, values);
      return new Execution(prepared, prepared::executeQuery);
    } catch (SQLException | RuntimeException e) {
      try (prepared) {
        throw e;
      }
    }
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
