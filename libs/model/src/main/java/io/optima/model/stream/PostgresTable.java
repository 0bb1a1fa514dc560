package io.optima.model.stream;

import io.optima.model.OptimaException;
import io.optima.model.Shown;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table of a PostgreSQL database, and who reads its changes.
 *
 * @param server {@code host:port}
 * @param table {@code schema.table}, as the database spells them
 * @param user of the database; empty: the secret names it
 * @param ssl as PostgreSQL's {@code sslmode}
 * @param columns that are taken; empty: all
 * @param secret with entries {@code username} and {@code password}. It has an entry {@code server}
 *     with the same server, so that nobody has it sent to another
 */
public record PostgresTable(
    String server,
    String database,
    String table,
    String user,
    String ssl,
    List<String> columns,
    @Nullable SecretRef secret) {
  private static final Pattern SERVER = Pattern.compile("[a-zA-Z0-9._-]+:[0-9]{1,5}");
  private static final Pattern NAME = Pattern.compile("[^\\x00-\\x1f\\x7f.\"]{1,63}");
  private static final Pattern DATABASE = Pattern.compile("[^\\x00-\\x1f\\x7f/?&]{1,63}");
  private static final List<String> SSL_MODES =
      List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

  public PostgresTable {
    columns = List.copyOf(columns);
    if (!SERVER.matcher(server).matches()) {
      throw OptimaException.invalid(
          "PostgreSQL's server '%s' is not allowed: write host:port", Shown.of(server));
    }
    if (!DATABASE.matcher(database).matches()) {
      throw OptimaException.invalid(
          "database '%s' is not allowed: name one of 1 to 63 characters, without / ? &",
          Shown.of(database));
    }
    String[] names = table.split("\\.", -1);
    if (names.length != 2 || !isName(names[0]) || !isName(names[1])) {
      throw OptimaException.invalid(
          "table '%s' is not allowed: write schema.table, for example public.orders",
          Shown.of(table));
    }
    if (!SSL_MODES.contains(ssl)) {
      throw OptimaException.invalid(
          "ssl mode '%s' is not known: it is one of %s",
          Shown.of(ssl), String.join(", ", SSL_MODES));
    }
    if (user.isEmpty() && secret == null) {
      throw OptimaException.invalid(
          "nobody is named who reads table %s: name a user, or a secret that has one", table);
    }
  }

  private static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  public String schemaName() {
    return table.substring(0, table.indexOf('.'));
  }

  public String tableName() {
    return table.substring(table.indexOf('.') + 1);
  }

  /** {@code public.orders of shop at host:port}, as messages say it. */
  @Override
  public String toString() {
    return table + " of " + database + " at " + server;
  }
}
