package io.optima.gateway.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.gateway.Doors;
import io.optima.gateway.grpc.Uploads;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The Flight SQL JDBC driver as any Java program uses it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JdbcDriverTest {
  private Doors doors;

  @BeforeAll
  void open(@TempDir Path home) throws Exception {
    doors = Doors.open(home);
    Uploads.csv(
        doors.as("ada"),
        "jdbc/orders",
        "id,item,price,day\n1,pen,1.5,2024-02-29\n2,ink,2.5,2024-03-01\n3,,3.5,\n");
  }

  @AfterAll
  void close() {
    doors.close();
  }

  private Connection connect(String user, String token) throws SQLException {
    Properties properties = new Properties();
    properties.put("useEncryption", "false");
    if (user.isEmpty()) {
      properties.put("token", token);
    } else {
      properties.put("user", user);
      properties.put("password", token);
    }
    return DriverManager.getConnection(
        "jdbc:arrow-flight-sql://127.0.0.1:" + doors.grpcPort(), properties);
  }

  private static List<String> texts(ResultSet rows, String column) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        texts.add(rows.getString(column));
      }
    }
    return texts;
  }

  @Test
  void statementsReadTheLatestAndPinnedVersions() throws Exception {
    try (Connection connection = connect("", "ada");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select * from \"jdbc\".\"orders@1\" order by id")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getLong("id")).isEqualTo(1);
      assertThat(rows.getBigDecimal("price")).isEqualByComparingTo(new BigDecimal("1.5"));
      assertThat(rows.getDate("day").toString()).isEqualTo("2024-02-29");
      assertThat(texts(rows, "item")).containsExactly("ink", null);
    }
  }

  @Test
  void theTokenMayBeThePasswordOfAnyUser() throws Exception {
    try (Connection connection = connect("whoever", "ada");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) as n from jdbc.orders")) {
      assertThat(texts(rows, "n")).containsExactly("3");
    }
  }

  @Test
  void parametersAreBoundAgainAndAgain() throws Exception {
    try (Connection connection = connect("", "ada");
        PreparedStatement statement =
            connection.prepareStatement("select item from jdbc.orders where id = ?")) {
      for (String item : List.of("pen", "ink")) {
        statement.setLong(1, item.equals("pen") ? 1 : 2);
        try (ResultSet rows = statement.executeQuery()) {
          assertThat(texts(rows, "item")).containsExactly(item);
        }
      }
    }
  }

  @Test
  void textParametersAreNeverPartOfTheStatement() throws Exception {
    try (Connection connection = connect("", "ada");
        PreparedStatement statement =
            connection.prepareStatement("select id from jdbc.orders where item = ?")) {
      statement.setString(1, "pen' or '1'='1");
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(texts(rows, "id")).isEmpty();
      }
    }
  }

  @Test
  void groupsAreSchemasAndDatasetsAreTables() throws Exception {
    try (Connection connection = connect("", "ada")) {
      assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("Optima");
      assertThat(texts(connection.getMetaData().getCatalogs(), "TABLE_CAT"))
          .containsExactly("optima");
      assertThat(texts(connection.getMetaData().getSchemas(), "TABLE_SCHEM")).contains("jdbc");
      assertThat(texts(connection.getMetaData().getTables(null, "jdbc", "%", null), "TABLE_NAME"))
          .containsExactly("orders");
      assertThat(
              texts(
                  connection.getMetaData().getColumns(null, "jdbc", "orders", "%"), "COLUMN_NAME"))
          .containsExactly("id", "item", "price", "day");
      assertThat(
              texts(connection.getMetaData().getPrimaryKeys(null, "jdbc", "orders"), "COLUMN_NAME"))
          .isEmpty();
    }
  }

  @Test
  void toolsLearnWhichFunctionsAndKeywordsThereAre() throws Exception {
    try (Connection connection = connect("", "ada")) {
      DatabaseMetaData meta = connection.getMetaData();
      assertThat(meta.getNumericFunctions().split(", ", -1)).contains("abs", "sqrt");
      assertThat(meta.getStringFunctions().split(", ", -1)).contains("upper", "regexp_replace");
      assertThat(meta.getTimeDateFunctions().split(", ", -1)).contains("date_trunc", "now");
      assertThat(meta.getSystemFunctions().split(", ", -1)).contains("coalesce", "typeof");
      assertThat(meta.getSQLKeywords().split(", ", -1)).contains("QUALIFY");
      assertThat(meta.getExtraNameCharacters()).isEmpty();
    }
  }

  @Test
  void whatIsNotAllowedIsRefused() throws Exception {
    try (Connection connection = connect("", "ada");
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery("select * from read_text('/etc/passwd')"))
          .isInstanceOf(SQLException.class)
          .hasStackTraceContaining("not allowed");
    }
    assertThatThrownBy(
            () -> {
              try (Connection connection = connect("", "wrong");
                  Statement statement = connection.createStatement()) {
                statement.executeQuery("select 1");
              }
            })
        .hasStackTraceContaining("token");
  }
}
