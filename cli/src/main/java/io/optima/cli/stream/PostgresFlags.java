package io.optima.cli.stream;

import io.optima.cli.output.Screen;
import io.optima.v1.PostgresTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A table of a PostgreSQL database, or none. */
final class PostgresFlags {
  @Option(
      names = "--from-postgres",
      paramLabel = "<host:port/database>",
      description =
          "Feed the stream from the rows, and then the changes, of the table --table of this"
              + " database; the stream's columns are made of the table's.")
  private @Nullable String database;

  @Option(names = "--table", paramLabel = "<schema.table>", description = "Of that database.")
  private @Nullable String table;

  @Option(
      names = "--columns",
      paramLabel = "<name,...>",
      split = ",",
      description = "Columns of the table that are taken; default: all.")
  private List<String> columns = new ArrayList<>();

  @Option(
      names = "--postgres-user",
      paramLabel = "<name>",
      description = "Who reads it; default: as the secret says.")
  private String user = "";

  @Option(
      names = "--postgres-ssl",
      paramLabel = "<mode>",
      description = "PostgreSQL's sslmode; default: prefer.")
  private String ssl = "";

  @Option(
      names = "--postgres-secret",
      paramLabel = "<store/name>",
      description =
          "Secret of a Dapr secret store with username, password, and the server (host:port).")
  private @Nullable String secret;

  /**
   * The table that is named; empty when none is.
   *
   * @throws RuntimeException wrong usage, when it is named in parts
   */
  Optional<PostgresTable> table(Screen screen) {
    if (database == null) {
      if (table != null || secret != null || !(user + ssl).isEmpty() || !columns.isEmpty()) {
        throw screen.usage("--table, --columns and --postgres-... need --from-postgres");
      }
      return Optional.empty();
    }
    int slash = database.indexOf('/');
    if (slash < 1 || slash == database.length() - 1) {
      throw screen.usage("--from-postgres is '%s': write host:port/database".formatted(database));
    }
    if (table == null) {
      throw screen.usage("--from-postgres needs --table schema.table");
    }
    PostgresTable.Builder built =
        PostgresTable.newBuilder()
            .setServer(database.substring(0, slash))
            .setDatabase(database.substring(slash + 1))
            .setTable(table)
            .setUser(user)
            .setSslMode(ssl)
            .addAllColumns(columns);
    if (secret != null) {
      built.setSecret(SecretNames.parse(screen, "--postgres-secret", secret));
    }
    return Optional.of(built.build());
  }
}
