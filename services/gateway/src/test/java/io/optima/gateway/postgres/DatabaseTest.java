package io.optima.gateway.postgres;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Tests of streams that are fed from tables of a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // opened before all tests
abstract class DatabaseTest {
  FollowedDatabase database;

  @BeforeAll
  void open(@TempDir Path folder) {
    database = new FollowedDatabase(folder);
  }

  @AfterEach
  void stop() throws InterruptedException {
    database.stopAll();
  }

  @AfterAll
  void close() {
    database.close();
  }

  /** A table that can be followed, made anew. */
  void table(String name, String columns) throws SQLException {
    database.run(
        "CREATE TABLE " + name + " (" + columns + ")",
        "ALTER TABLE " + name + " REPLICA IDENTITY FULL");
  }

  /** Operation, row before, row after. */
  static String text(JsonNode row) {
    return row.get("op").asString() + " " + image(row, "before") + " " + image(row, "after");
  }

  private static String image(JsonNode row, String which) {
    return row.has(which) ? row.get(which).toString().replace("\"", "") : "-";
  }
}
