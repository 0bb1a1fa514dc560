package io.optima.jdbc;

import io.optima.jdbc.dialect.Dialect;
import io.optima.jdbc.dialect.Oracle;
import io.optima.jdbc.dialect.PostgreSql;
import io.optima.jdbc.dialect.Sqlite;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.Shown;
import io.optima.model.stream.Secrets;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The databases that the service's configuration names. */
public final class Databases {
  private static final List<Dialect> DIALECTS =
      List.of(new PostgreSql(), new Sqlite(), new Oracle());

  private final Map<String, ConnectionSettings> connections;
  private final Map<String, Dialect> dialects = new HashMap<>();
  private final Secrets secrets;

  /**
   * @param connections by name
   * @throws OptimaException INVALID_ARGUMENT naming the connection whose URL is not allowed
   */
  public Databases(Map<String, ConnectionSettings> connections, Secrets secrets) {
    this.connections = Map.copyOf(connections);
    this.secrets = secrets;
    connections.forEach((name, settings) -> dialects.put(name, dialect(name, settings.url())));
  }

  private static Dialect dialect(String name, String url) {
    Dialect dialect =
        DIALECTS.stream()
            .filter(each -> each.isUrl(url))
            .findFirst()
            .orElseThrow(
                () ->
                    OptimaException.invalid(
                        "connection '%s': the url is of no database that Optima knows: PostgreSQL,"
                            + " SQLite and Oracle",
                        Shown.of(name)));
    try {
      dialect.checkUrl(url);
      return dialect;
    } catch (OptimaException e) {
      throw OptimaException.invalid("connection '%s': %s", Shown.of(name), e.text());
    }
  }

  /**
   * A database by the name of its connection. Nothing is connected yet.
   *
   * @throws OptimaException NOT_FOUND when there is none of that name that the principal may use
   */
  public Database open(String name, Principal principal) {
    ConnectionSettings settings = connections.get(name);
    Dialect dialect = dialects.get(name);
    if (settings == null || dialect == null || !settings.allows(principal)) {
      throw OptimaException.notFound(
          "there is no connection '%s' that %s may use: an administrator names connections and who"
              + " may use them under optima.transform.connections",
          Shown.of(name), principal.name());
    }
    return new Database(dialect, properties -> connect(settings, properties));
  }

  /** The secret is read each time, so that a new password is taken up. */
  private Connection connect(ConnectionSettings settings, Properties properties)
      throws SQLException {
    if (settings.user() != null) {
      properties.setProperty("user", settings.user());
    }
    if (settings.secret() != null) {
      Map<String, String> entries = secrets.read(settings.secret());
      properties.setProperty("password", entries.getOrDefault("password", ""));
      properties.putIfAbsent("user", entries.getOrDefault("username", ""));
    }
    Connection connection = driver(settings.url()).connect(settings.url(), properties);
    if (connection == null) {
      throw new SQLException("the driver refuses the url", "08001");
    }
    return connection;
  }

  private static Driver driver(String url) {
    try {
      return DriverManager.getDriver(url);
    } catch (SQLException e) {
      throw new OptimaException(
          ErrorCode.FAILED_PRECONDITION,
          "there is no driver for this database: put its jar on the service's class path",
          e);
    }
  }
}
