package io.optima.jdbc;

import io.optima.jdbc.dialect.Dialect;
import io.optima.jdbc.dialect.StandardSql;
import io.optima.jdbc.dialect.TableName;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The table of what was done, beside the table that it was done to. A key stands there exactly when
 * the rows of its transaction do; whoever comes second waits for the first one's end.
 */
final class Effects {
  private static final String NAME = "optima_effects";

  private final Dialect dialect;
  private final Session session;
  private final TableName table;

  Effects(Dialect dialect, Session session, TableName beside) {
    this.dialect = dialect;
    this.session = session;
    this.table = beside.beside(NAME);
  }

  /**
   * Makes the table when there is none, in a transaction of its own.
   *
   * @return false when the connection's user may not
   * @throws OptimaException UNAVAILABLE
   */
  boolean prepare() throws SQLException {
    try {
      if (!dialect.exists(session.connection(), table)) {
        session.update(dialect.effects(table));
      }
      session.commit();
      return true;
    } catch (SQLException e) {
      if (dialect.translated(table.toString(), e).code() == ErrorCode.UNAVAILABLE) {
        throw e;
      }
      session.rollback();
      return dialect.exists(session.connection(), table);
    }
  }

  /** Tries, within the transaction, what an unload would do; rolled back by the caller. */
  void probe() throws SQLException {
    if (!dialect.exists(session.connection(), table)) {
      if (!dialect.makesTablesInTransactions()) {
        return;
      }
      session.update(dialect.effects(table));
    }
    session.update(StandardSql.claim(table), UUID.randomUUID().toString());
  }

  /**
   * Takes the key, for this transaction.
   *
   * @return rows that were written when the key was taken before; then the transaction is over
   */
  OptionalLong claim(String key) throws SQLException {
    try {
      session.update(StandardSql.claim(table), key);
      return OptionalLong.empty();
    } catch (SQLException e) {
      if (!dialect.isDuplicate(e)) {
        throw e;
      }
      session.rollback();
      return OptionalLong.of(rows(key, e));
    }
  }

  private long rows(String key, SQLException failure) throws SQLException {
    try (PreparedStatement query =
        session.current(session.connection().prepareStatement(StandardSql.effect(table)))) {
      query.setString(1, key);
      try (ResultSet answer = query.executeQuery()) {
        if (!answer.next()) {
          throw failure;
        }
        return answer.getLong(1);
      }
    }
  }

  /** Keeps how many rows it were. */
  void count(String key, long rows) throws SQLException {
    session.update(StandardSql.counted(table), rows, key);
  }
}
