package io.optima.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.Set;

/** Connections of which one breaks, once: before or after it carries out a call. */
final class BreakingConnector implements Connector {
  private static final Set<String> CALLS =
      Set.of("executeQuery", "executeUpdate", "execute", "executeBatch", "commit");

  private final Connector connector;
  private final int at;
  private final boolean after;
  private int calls;
  private boolean broken;

  /**
   * @param at number of the call that breaks
   * @param after the database has carried it out, and nobody gets to know
   */
  BreakingConnector(Connector connector, int at, boolean after) {
    this.connector = connector;
    this.at = at;
    this.after = after;
  }

  /** Whether there were calls enough. */
  boolean hasBroken() {
    return broken;
  }

  @Override
  public Connection connect(Properties properties) throws SQLException {
    Connection real = connector.connect(properties);
    return wrapped(Connection.class, real, real);
  }

  private <T> T wrapped(Class<T> type, T real, Connection connection) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                boolean breaks = CALLS.contains(method.getName()) && calls++ == at;
                if (breaks && !after) {
                  throw lost(connection);
                }
                Object answer = method.invoke(real, arguments);
                if (breaks) {
                  throw lost(connection);
                }
                return answer instanceof Statement statement
                    ? statement(statement, connection)
                    : answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return type.cast(proxy);
  }

  private Statement statement(Statement statement, Connection connection) {
    return statement instanceof PreparedStatement prepared
        ? wrapped(PreparedStatement.class, prepared, connection)
        : wrapped(Statement.class, statement, connection);
  }

  private SQLException lost(Connection connection) throws SQLException {
    broken = true;
    if (!connection.getAutoCommit()) {
      connection.rollback();
    }
    connection.close();
    return new SQLException("the connection broke", "08006");
  }
}
