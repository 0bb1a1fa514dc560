package io.optima.gateway.postgres;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.PostgresTable;
import io.optima.model.stream.SecretRef;
import io.optima.model.stream.Secrets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/** The database of a table, and how to get in. */
final class PostgresDatabase {
  private static final String PATIENCE_SECONDS = "10";

  private final PostgresTable table;
  private final Secrets secrets;

  PostgresDatabase(PostgresTable table, Secrets secrets) {
    this.table = table;
    this.secrets = secrets;
  }

  /** Who reads; the password is empty when none is needed. */
  record Login(String user, String password) {}

  PostgresTable table() {
    return table;
  }

  String host() {
    return table.server().substring(0, table.server().lastIndexOf(':'));
  }

  String port() {
    return table.server().substring(table.server().lastIndexOf(':') + 1);
  }

  /**
   * A connection to ask and tell things. Close it.
   *
   * @throws OptimaException as {@link PostgresErrors} has them
   */
  Connection connect() {
    Login login = login();
    Properties properties = new Properties();
    properties.setProperty("user", login.user());
    properties.setProperty("password", login.password());
    properties.setProperty("sslmode", table.ssl());
    properties.setProperty("connectTimeout", PATIENCE_SECONDS);
    properties.setProperty("loginTimeout", PATIENCE_SECONDS);
    properties.setProperty("socketTimeout", "60");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("ApplicationName", "optima");
    try {
      return DriverManager.getConnection(
          "jdbc:postgresql://%s/%s".formatted(table.server(), table.database()), properties);
    } catch (SQLException e) {
      throw PostgresErrors.of(e, table);
    }
  }

  /** The secret is read each time, so that a new password is taken up. */
  Login login() {
    SecretRef secret = table.secret();
    if (secret == null) {
      return new Login(table.user(), "");
    }
    Map<String, String> entries = secrets.read(secret);
    if (!table.server().equals(entries.get("server"))) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "secret %s is not for the server %s: its entry server has to be this",
          secret,
          table.server());
    }
    String user =
        table.user().isEmpty()
            ? Objects.requireNonNullElse(entries.get("username"), "")
            : table.user();
    return new Login(user, Objects.requireNonNullElse(entries.get("password"), ""));
  }
}
