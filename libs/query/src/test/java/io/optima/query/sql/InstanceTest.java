package io.optima.query.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.DatasetRef;
import io.optima.model.Principal;
import io.optima.query.secure.Grant;
import io.optima.query.secure.OwnersAndReaders;
import io.optima.query.secure.PublishedTables;
import io.optima.query.secure.ReadSettings;
import io.optima.query.secure.Relations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second wall: what an instance refuses of SQL that was never checked. */
class InstanceTest {
  private static final Principal ANN = new Principal("ann", Set.of());

  private Path home;
  private PublishedTables tables;
  private Relations relations;
  private Instance instance;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    home = directory;
    tables = new PublishedTables(home);
    relations = new Relations(tables.store(), new OwnersAndReaders(), ReadSettings.in(home));
    tables.table("sales/orders", "ann", Set.of(), "select 1 as id");
    Files.writeString(home.resolve("secret.csv"), "a,b\n1,2\n");
    DatasetRef ref = DatasetRef.parse("sales/orders");
    Grant grant = relations.grant(ANN, ref);
    instance =
        Instance.open(
            Map.of(new TableName("sales", "orders", ref), grant),
            relations,
            QuerySettings.in(home));
  }

  @AfterEach
  void stop() {
    instance.close();
    relations.close();
    tables.close();
  }

  @Test
  void readsItsViewsAndNothingElse() throws Exception {
    try (Connection connection = instance.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select id from sales.orders")) {
      assertThat(rows.next()).isTrue();
    }
    for (String sql :
        new String[] {
          "from read_csv('%s/secret.csv')",
          "from '%s/secret.csv'",
          "from read_text('%s/secret.csv')",
          "from glob('%s/*')",
          "from sniff_csv('%s/secret.csv')",
          "from read_blob('/etc/passwd')",
          "from read_csv('/proc/self/environ')",
          "attach '%s/other.db' as other",
          "copy (select 1) to '%s/out.csv'",
          "export database '%s/out'",
          "install httpfs",
          "load httpfs",
          "load '%s/secret.csv'",
          "set enable_external_access = true",
          "set allowed_directories = ['/']",
          "set allowed_paths = ['/etc/passwd']",
          "set memory_limit = '100GB'",
          "set threads = 64",
          "set temp_directory = '/tmp'",
          "reset memory_limit",
          "pragma enable_profiling",
          "set lock_configuration = false",
          "from read_csv('https://example.com/x.csv')",
        }) {
      assertThatThrownBy(() -> run(sql.formatted(home))).as(sql).isInstanceOf(SQLException.class);
    }
    assertThat(home.resolve("out.csv")).doesNotExist();
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = instance.connect();
        Statement statement = connection.createStatement()) {
      if (statement.execute(sql)) {
        try (ResultSet rows = statement.getResultSet()) {
          assertThat(rows.next()).isTrue();
        }
      }
    }
  }
}
