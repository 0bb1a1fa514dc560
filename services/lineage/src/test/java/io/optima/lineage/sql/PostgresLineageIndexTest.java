package io.optima.lineage.sql;

import io.optima.lineage.LineageIndex;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class PostgresLineageIndexTest extends ReportsContract {
  private static @Nullable EmbeddedPostgres server;
  private static int databases;
  private @Nullable SqlLineageIndex opened;

  @BeforeAll
  static void start() throws IOException {
    server = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @Override
  LineageIndex open() {
    EmbeddedPostgres postgres = Objects.requireNonNull(server);
    String database = "lineage" + ++databases;
    execute(postgres.getPostgresDatabase(), "CREATE DATABASE " + database);
    // somebody else's table of the same name in the same database
    execute(postgres.getDatabase("postgres", database), "CREATE TABLE dataset (id TEXT)");
    SqlLineageIndex fresh =
        SqlLineageIndex.open(postgres.getJdbcUrl("postgres", database), "postgres", "");
    opened = fresh;
    return fresh;
  }

  private static void execute(DataSource database, String sql) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() {
    if (opened != null) {
      opened.close();
    }
  }
}
