package io.optima.query.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.DatasetRef;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.dataset.Input;
import io.optima.model.dataset.Version;
import io.optima.model.schema.DataType;
import io.optima.query.secure.OwnersAndReaders;
import io.optima.query.secure.PublishedTables;
import io.optima.query.secure.ReadSettings;
import io.optima.query.secure.Relations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlEngineTest {
  private static final Principal ANN = new Principal("ann", Set.of());
  private static final Principal EVE = new Principal("eve", Set.of());

  private final BufferAllocator allocator = new RootAllocator();
  private PublishedTables tables;
  private Relations relations;
  private SqlEngine engine;

  @BeforeEach
  void start(@TempDir Path home) throws Exception {
    tables = new PublishedTables(home);
    relations = new Relations(tables.store(), new OwnersAndReaders(), ReadSettings.in(home));
    engine = new SqlEngine(relations, QuerySettings.in(home));
    tables.table(
        "sales/orders",
        "ann",
        Set.of("bob"),
        "select i as id, i % 3 as customer, (i * 1.5)::decimal(9, 2) as price, 'secret' || i as"
            + " note from range(1000) t(i)");
  }

  @AfterEach
  void stop() {
    engine.close();
    relations.close();
    tables.close();
    allocator.close();
  }

  @Test
  void namesMeanVersions() throws Exception {
    Version second = tables.table("sales/orders", "ann", Set.of(), "select 1 as id");
    assertThat(value("select count(*) from sales.orders")).isEqualTo(1L);
    assertThat(value("select count(*) from optima.Sales.ORDERS")).isEqualTo(1L);
    assertThat(value("select count(*) from sales.\"orders@1\"")).isEqualTo(1000L);
    assertThat(value("select count(*) from sales.\"orders@" + second.content() + "\""))
        .isEqualTo(1L);
    assertThat(
            value(
                "select (select count(*) from sales.orders) * 10000"
                    + " + (select count(*) from \"sales\".\"orders@1\")"))
        .isEqualTo(11_000L);
  }

  @Test
  void aCheckedQueryStaysOnItsVersions() throws Exception {
    CheckedQuery query = engine.check(ANN, "select count(*) as n from sales.orders");
    Version first =
        tables.store().datasets().version(DatasetRef.parse("sales/orders")).orElseThrow();
    tables.table("sales/orders", "ann", Set.of(), "select 1 as id");
    assertThat(rows(query, List.of())).containsExactly(List.of(1000L));
    assertThat(query.inputs())
        .containsExactly(
            new Input(io.optima.model.DatasetName.parse("sales/orders"), 1, first.content()));
    CheckedQuery again =
        engine.check(
            ANN, "select count(*) from sales.orders", Names.pinned(query.inputs()), Map.of());
    assertThat(rows(again, List.of())).containsExactly(List.of(1000L));
    assertThat(query.policies()).containsExactly("owners-and-readers/1#1");
  }

  @Test
  void aliasesAreInputsOfTransformations() throws Exception {
    Names names = Names.aliases(Map.of("orders", DatasetRef.parse("sales/orders@1")));
    CheckedQuery query =
        engine.check(
            ANN,
            "with orders as (select * from orders where id < 10) select count(*) from orders",
            names,
            Map.of());
    assertThat(rows(query, List.of())).containsExactly(List.of(10L));
    assertThatThrownBy(() -> engine.check(ANN, "from orders"))
        .hasMessageContaining("table 'orders' is unknown");
  }

  @Test
  void whoMayNotReadGetsTheSameAnswerAsForNothing() {
    String forbidden = refusal(EVE, "select * from sales.orders", ErrorCode.NOT_FOUND);
    String absent = refusal(EVE, "select * from sales.nothing", ErrorCode.NOT_FOUND);
    assertThat(forbidden).isEqualTo(absent.replace("nothing", "orders"));
  }

  @Test
  void namesOutsideTheCatalogAreRefused() {
    for (String table :
        List.of(
            "'sales.csv'",
            "'/etc/passwd'",
            "\"/etc/passwd\"",
            "x.csv",
            "memory.main.x",
            "system.main.duckdb_views",
            "temp.main.x",
            "information_schema.tables",
            "optima.information_schema.tables",
            "pg_catalog.pg_class",
            "optima.pg_catalog.pg_class",
            "system.information_schema.tables",
            "duckdb_tables",
            "duckdb_views",
            "sqlite_master",
            "pg_class",
            "pragma_database_list",
            "optima.main.x",
            "main.x",
            "sales.\"../orders\"",
            "\"sales\".\"orders@0\"",
            "\"sales\".\"orders@x\"",
            "sales.\"orders.parquet\"",
            "s3.\"bucket/x.parquet\"",
            "U&\"sales\".orders",
            "\"sales\u0000\".orders",
            "\"sa\uFF4Ces\".orders",
            "‘sales’.orders")) {
      assertThatThrownBy(() -> engine.check(ANN, "select * from " + table))
          .as(table)
          .isInstanceOfSatisfying(
              OptimaException.class,
              e -> assertThat(e.code()).isIn(ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND));
    }
  }

  @Test
  void schemaIsKnownWithoutRunning() {
    CheckedQuery query =
        engine.check(
            ANN,
            "select id, id, sum(price) as total, max(note) as \"N\", [id] as l, {'a': date"
                + " '2020-01-01'} as s, now() as t, null as n, count(*) * 1.5 as d, 5::hugeint as"
                + " h, interval 1 day as i from sales.orders group by id -- all");
    assertThat(query.schema().text())
        .isEqualTo(
            """
            "id" int64
            "id_1" int64
            "total" decimal(38,2)
            "N" utf8
            "l" list<int64>
            "s" struct<"a" date>
            "t" timestamp_utc
            "n_1" null
            "d" decimal(21,1)
            "h" decimal(38,0)
            "i" interval\
            """);
  }

  @Test
  void parametersByPositionAndByName() throws Exception {
    CheckedQuery positional =
        engine.check(ANN, "select ? || 'ä', id from sales.orders where id = ? and customer <= ?");
    assertThat(positional.parameters()).extracting(Parameter::name).containsExactly("1", "2", "3");
    assertThat(positional.parameters().get(1).type()).contains(DataType.Simple.INT64);
    assertThat(rows(positional, List.of("x", 7, 1))).containsExactly(List.of("xä", 7L));

    CheckedQuery named =
        engine.check(
            ANN, "select $what as w, 'ö' as o, id + $id as n from sales.orders where id = $id");
    assertThat(named.parameters()).extracting(Parameter::name).containsExactly("what", "id");
    assertThat(rows(named, named.values(Map.of("id", 3, "what", "x"))))
        .containsExactly(List.of("x", "ö", 6L));
    assertThatThrownBy(() -> named.values(Map.of("id", 3)))
        .hasMessage("parameter $what has no value");
    assertThatThrownBy(() -> rows(named, List.of(1)))
        .hasMessage("the SQL has 2 parameters, 1 values were given");
  }

  @Test
  void declaredParametersAreCast() throws Exception {
    CheckedQuery query =
        engine.check(
            ANN,
            "select $day + 1 as next from sales.orders limit $n",
            Names.NONE,
            Map.of("day", DataType.Simple.DATE, "n", DataType.Simple.INT64));
    assertThat(query.schema().text()).isEqualTo("\"next\" date");
    List<List<@Nullable Object>> rows =
        rows(query, query.values(Map.of("day", "2020-02-28", "n", "2")));
    assertThat(rows).hasSize(2);
    String failure = failure(() -> rows(query, query.values(Map.of("day", "secret", "n", "2"))));
    assertThat(failure).contains("could not be converted").doesNotContain("secret");
  }

  @Test
  void mistakesAreReadable() {
    assertThat(refusal(ANN, "select prize from sales.orders", ErrorCode.INVALID_ARGUMENT))
        .isEqualTo(
            "SQL in line 1 at column 8: Referenced column \"prize\" not found in FROM clause!;"
                + " Candidate bindings: \"price\"");
    assertThat(refusal(ANN, "select id +\nnope from sales.orders", ErrorCode.INVALID_ARGUMENT))
        .startsWith("SQL in line 2 at column 1: Referenced column \"nope\"");
    assertThat(refusal(ANN, "select sum(note) from sales.orders", ErrorCode.INVALID_ARGUMENT))
        .contains("No function matches");
    assertThat(refusal(ANN, "select id, count(*) from sales.orders", ErrorCode.INVALID_ARGUMENT))
        .contains("must appear in the GROUP BY clause");
  }

  @Test
  void failuresWhileReadingTellNoValues() {
    for (String expression :
        List.of(
            "note::int",
            "cast(note as date)",
            "strptime(note, '%Y')",
            "(id + 100)::tinyint + 120::tinyint",
            "2147483647::int + (id::int)",
            "json(note)",
            "regexp_matches(note, note || '(')",
            "decode(encode(note) || '\\xFF'::blob)",
            "list_extract([1], id) // 0 + sqrt(-1 - id)",
            "make_date(id::int, 50, 1)",
            "(select note from sales.orders)",
            "note::decimal(3, 1)",
            "note::struct(a int)")) {
      String failure =
          failure(
              () ->
                  rows(
                      engine.check(ANN, "select " + expression + " as x from sales.orders"),
                      List.of()));
      assertThat(failure)
          .as(expression)
          .doesNotContain("secret")
          .doesNotContain("parquet")
          .doesNotContain("/");
    }
  }

  @Test
  void memoryIsBounded(@TempDir Path home) throws Exception {
    QuerySettings small =
        new QuerySettings(
            64L << 20,
            1,
            1,
            1,
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            home);
    try (SqlEngine tight = new SqlEngine(relations, small)) {
      assertThatThrownBy(
              () ->
                  rows(
                      tight.check(
                          ANN,
                          "select list(a.note || b.note || repeat(a.note, 100)) from sales.orders"
                              + " a, sales.orders b"),
                      List.of()))
          .isInstanceOfSatisfying(
              OptimaException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED));
    }
  }

  @Test
  void cancelAndTimeoutStopAQuery() {
    CheckedQuery endless =
        engine.check(
            ANN, "select a.id from sales.orders a, sales.orders b, sales.orders c, sales.orders d");
    try (RunningQuery running = endless.run(List.of(), allocator)) {
      assertThat(running.reader().loadNextBatch()).isTrue();
      running.cancel();
      assertThatThrownBy(() -> drain(running.reader()))
          .isInstanceOfSatisfying(
              OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
    CheckedQuery slow =
        engine.check(
            ANN,
            "select count(*) from sales.orders a, sales.orders b, sales.orders c, sales.orders d"
                + " where a.note || b.note < c.note || d.note");
    assertThatThrownBy(
            () -> {
              try (RunningQuery running = slow.run(List.of(), Duration.ofMillis(200), allocator)) {
                drain(running.reader());
              }
            })
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
  }

  @Test
  void whenAllInstancesAreInUseTheNextWaitsAndThenGivesUp(@TempDir Path home) throws Exception {
    tables.table("sales/other", "ann", Set.of(), "select 1 as id");
    QuerySettings one =
        new QuerySettings(
            256L << 20,
            1,
            1,
            1,
            Duration.ofMillis(200),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            home);
    try (SqlEngine single = new SqlEngine(relations, one)) {
      try (RunningQuery running =
          single.check(ANN, "from sales.orders").run(List.of(), allocator)) {
        assertThat(running.reader().loadNextBatch()).isTrue();
        assertThatThrownBy(() -> single.check(ANN, "from sales.other"))
            .isInstanceOfSatisfying(
                OptimaException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED));
      }
      assertThat(rows(single.check(ANN, "select id from sales.other"), List.of()))
          .containsExactly(List.of(1));
    }
  }

  @Test
  void textIsNoTable() throws Exception {
    tables.bytes("media/song", "ann", new byte[] {1, 2}, 1);
    assertThat(refusal(ANN, "from media.song", ErrorCode.FAILED_PRECONDITION))
        .contains("not a table");
  }

  @Test
  void emptyTablesAndStatementsWithoutTables() throws Exception {
    tables.table("sales/none", "ann", Set.of(), "select 1 as a, [1] as l where false");
    assertThat(value("select count(*) from sales.none")).isEqualTo(0L);
    assertThat(value("select 40 + 2")).isEqualTo(42);
    assertThat(value("select sum(i) from range(10) t(i)")).isEqualTo(new java.math.BigDecimal(45));
  }

  private @Nullable Object value(String sql) throws Exception {
    return rows(engine.check(ANN, sql), List.of()).getFirst().getFirst();
  }

  private List<List<@Nullable Object>> rows(
      CheckedQuery query, List<? extends @Nullable Object> values) throws Exception {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (RunningQuery running = query.run(values, allocator)) {
      while (running.reader().loadNextBatch()) {
        VectorSchemaRoot root = running.reader().getVectorSchemaRoot();
        for (int i = 0; i < root.getRowCount(); i++) {
          List<@Nullable Object> row = new ArrayList<>();
          for (FieldVector vector : root.getFieldVectors()) {
            Object value = vector.getObject(i);
            row.add(value instanceof org.apache.arrow.vector.util.Text t ? t.toString() : value);
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private static void drain(ArrowReader reader) throws java.io.IOException {
    while (reader.loadNextBatch()) {
      assertThat(reader.getVectorSchemaRoot().getRowCount()).isPositive();
    }
  }

  private String refusal(Principal principal, String sql, ErrorCode code) {
    try {
      engine.check(principal, sql);
      return "granted";
    } catch (OptimaException e) {
      assertThat(e.code()).isEqualTo(code);
      return e.text();
    }
  }

  private static String failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    try {
      call.call();
      return "";
    } catch (OptimaException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
      return e.text();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
