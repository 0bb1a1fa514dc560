package io.optima.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

/** Makes connections to one database. */
public interface Connector {
  /**
   * A connection of its own, for one use.
   *
   * @param properties of the driver, to which user and password may be added
   */
  Connection connect(Properties properties) throws SQLException;
}
