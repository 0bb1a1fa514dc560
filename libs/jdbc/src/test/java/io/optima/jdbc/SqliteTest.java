package io.optima.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.jdbc.dialect.Dialect;
import io.optima.jdbc.dialect.Sqlite;
import io.optima.jdbc.dialect.WriteMode;
import io.optima.model.ErrorCode;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SqliteTest extends DatabaseContract {
  @Override
  Dialect dialect() {
    return new Sqlite();
  }

  @Override
  Connector connector() {
    String url = "jdbc:sqlite:" + folder.resolve("trips.db");
    new Sqlite().checkUrl(url);
    return properties -> DriverManager.getConnection(url, properties);
  }

  @Test
  void whatSqliteWouldChangeIsRefused() {
    TableSchema schema = new TableSchema(List.of(new Field("fare", Simple.FLOAT64)));
    for (double value : new double[] {Double.NaN, -0.0}) {
      Rows rows = Rows.of(schema, new Object[] {value});
      assertRefused(
          ErrorCode.FAILED_PRECONDITION,
          () -> unload(target(WriteMode.SNAPSHOT), rows),
          "'fare'",
          "row 1");
    }
  }

  @Test
  void columnsWithoutATypeNeedOne() throws SQLException {
    sql("create table trips (trip, zone numeric)", "insert into trips values ('1', '2.5')");
    Source source = Source.of(table("trips"));
    assertRefused(
        ErrorCode.FAILED_PRECONDITION, () -> database().check(source), "'trip'", "say which type");
    Map<String, io.optima.model.schema.DataType> types =
        Map.of("trip", Simple.INT16, "zone", Simple.FLOAT64);
    assertThat(contentId(source.withTypes(types), List.of("trip")))
        .isEqualTo(
            Rows.of(
                    new TableSchema(
                        List.of(
                            new Field("trip", Simple.INT16), new Field("zone", Simple.FLOAT64))),
                    new Object[] {1L, 2.5})
                .contentId(allocator()));
  }

  @Test
  void queriesReachNoOtherFile() {
    for (String query :
        List.of(
            "select load_extension('x') as x",
            "attach database '" + folder.resolve("other.db") + "' as other",
            "select readfile('/etc/hostname') as x")) {
      assertRefused(
          ErrorCode.FAILED_PRECONDITION, () -> database().load(Source.of(query), allocator()));
    }
    assertThat(folder.resolve("other.db")).doesNotExist();
  }
}
