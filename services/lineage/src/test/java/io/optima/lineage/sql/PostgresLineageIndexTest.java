package io.optima.lineage.sql;

import io.optima.lineage.LineageIndex;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class PostgresLineageIndexTest extends LineageIndexContract {
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
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + database);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    SqlLineageIndex fresh =
        SqlLineageIndex.open(postgres.getJdbcUrl("postgres", database), "postgres", "");
    opened = fresh;
    return fresh;
  }

  @AfterEach
  void close() {
    if (opened != null) {
      opened.close();
    }
  }
}
