package io.optima.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.jdbc.dialect.Dialect;
import io.optima.jdbc.dialect.TableName;
import io.optima.jdbc.dialect.WriteMode;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckDbSettings;
import io.optima.query.sort.Sorting;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What holds of a database of each kind, on a real one. */
@Timeout(120)
abstract class DatabaseContract {
  private static final TableSchema TRIPS =
      new TableSchema(
          List.of(
              new Field("trip", Simple.INT64),
              new Field("zone", Simple.UTF8),
              new Field("fare", new DataType.Decimal(9, 2))));

  @TempDir Path folder;
  private final BufferAllocator allocator = new RootAllocator();
  private Database database;
  private int effects;

  abstract Dialect dialect();

  /** To a database without tables of earlier tests. */
  abstract Connector connector() throws SQLException;

  @BeforeEach
  void open() throws SQLException {
    database = new Database(dialect(), connector());
  }

  @AfterEach
  void nothingIsLeft() {
    allocator.close();
  }

  Database database() {
    return database;
  }

  BufferAllocator allocator() {
    return allocator;
  }

  static TableName table(String name) {
    return TableName.parse(name);
  }

  static Target target(WriteMode mode, String... key) {
    return new Target(table("trips"), mode, List.of(key));
  }

  Rows trips(long... ids) {
    List<Object[]> rows = new ArrayList<>();
    for (long id : ids) {
      rows.add(new Object[] {id, "zone " + id % 3, new java.math.BigDecimal(id + ".50")});
    }
    return new Rows(TRIPS, List.copyOf(rows));
  }

  Unloaded unload(Target target, Rows rows) {
    return unload(database, target, "run/step" + effects++, rows);
  }

  Unloaded unload(Database into, Target target, String key, Rows rows) {
    try (ArrowReader reader = rows.reader(allocator)) {
      return into.unload(target, key, reader, UnloadListener.NONE);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  void sql(String... statements) throws SQLException {
    try (Connection connection = connector().connect(new Properties());
        Statement statement = connection.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }

  /** The first column, joined. */
  String asked(String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = connector().connect(new Properties());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return String.join(" ", values);
  }

  String trips() throws SQLException {
    return asked("select trip from trips order by trip");
  }

  /** Loaded with these types and in the order of the key. */
  String contentId(Source source, List<String> key) {
    try (DuckDb duckDb = DuckDb.open(new DuckDbSettings(256L << 20, 1, folder.resolve("spill")));
        LoadedRows loaded = database.load(source, allocator);
        ArrowReader sorted = new Sorting(duckDb).sorted(loaded, key, allocator)) {
      return Rows.contentId(sorted);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Map<String, DataType> types(TableSchema schema) {
    return schema.fields().stream().collect(Collectors.toMap(Field::name, Field::type));
  }

  static void assertRefused(ErrorCode code, ThrowingCallable call, String... words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OptimaException.class,
            e -> {
              assertThat(e.code()).as(e.text()).isEqualTo(code);
              for (String word : words) {
                assertThat(e.text()).contains(word);
              }
            });
  }

  @Test
  void rowsOfEveryTypeComeBackAsTheSameContent() {
    long seed = new Random().nextLong();
    Rows rows = Rows.random(Rows.FLAT_TYPES, 200, new Random(seed));
    for (WriteMode mode : WriteMode.values()) {
      Target target = new Target(table("all " + mode), mode, List.of("id"));
      database.check(target, rows.schema());
      assertThat(unload(target, rows)).isEqualTo(new Unloaded(200, false));
      Source source = Source.of(target.table()).withTypes(types(rows.schema()));
      assertThat(database.check(source)).isEqualTo(rows.schema());
      assertThat(contentId(source, List.of("id")))
          .as("seed %d, %s", seed, mode)
          .isEqualTo(rows.contentId(allocator));
    }
  }

  @Test
  void typesThatTheDatabaseHasNeedNotBeNamed() {
    List<DataType> own =
        List.of(
            Simple.BOOL,
            Simple.INT64,
            Simple.FLOAT32,
            Simple.FLOAT64,
            Simple.UTF8,
            Simple.BINARY,
            Simple.DATE,
            Simple.TIME,
            Simple.TIMESTAMP,
            Simple.TIMESTAMP_UTC,
            new DataType.Decimal(15, 2),
            new DataType.Decimal(38, 10));
    Rows rows = Rows.random(own, 30, new Random(7));
    Target target = target(WriteMode.SNAPSHOT, "id");
    unload(target, rows);
    assertThat(database.check(Source.of(target.table()))).isEqualTo(rows.schema());
    assertThat(contentId(Source.of(target.table()), List.of("id")))
        .isEqualTo(rows.contentId(allocator));
  }

  @Test
  void textIsSortedAsOptimaSortsIt() {
    TableSchema schema = new TableSchema(List.of(new Field("name", Simple.UTF8)));
    String[] sorted = {"", "A", "B", "Zebra", "a", "a b", "ab", "z", "Ä", "ß", "€", "😀"};
    List<Object[]> values = new ArrayList<>();
    for (String name : sorted) {
      values.add(new Object[] {name});
    }
    Rows rows = new Rows(schema, List.copyOf(values));
    List<Object[]> shuffled = new ArrayList<>(values);
    java.util.Collections.shuffle(shuffled, new Random(3));
    Target target = target(WriteMode.SNAPSHOT);
    unload(target, new Rows(schema, List.copyOf(shuffled)));
    assertThat(contentId(Source.of(target.table()), List.of("name")))
        .isEqualTo(rows.contentId(allocator));
  }

  @Test
  void snapshotReplacesAllRows() throws SQLException {
    unload(target(WriteMode.SNAPSHOT), trips(1, 2, 3));
    unload(target(WriteMode.SNAPSHOT), trips(3, 4));
    assertThat(trips()).isEqualTo("3 4");
  }

  @Test
  void upsertReplacesRowsWithTheSameKeyAndTheLastOneStays() throws SQLException {
    unload(target(WriteMode.UPSERT, "trip"), trips(1, 2));
    Rows others =
        Rows.of(
            TRIPS,
            new Object[] {2L, "first", null},
            new Object[] {2L, "last", null},
            new Object[] {3L, "new", null});
    unload(target(WriteMode.UPSERT, "trip"), others);
    assertThat(asked("select zone from trips order by trip")).isEqualTo("zone 1 last new");
  }

  @Test
  void appendAddsRows() throws SQLException {
    unload(target(WriteMode.APPEND), trips(1, 2));
    unload(target(WriteMode.APPEND), trips(2, 3));
    assertThat(trips()).isEqualTo("1 2 2 3");
  }

  @Test
  void effectOfTheSameKeyCountsOnce() throws SQLException {
    for (WriteMode mode : WriteMode.values()) {
      Target target = new Target(table("trips"), mode, List.of("trip"));
      sql("drop table if exists trips");
      assertThat(unload(database, target, "run/" + mode, trips(1, 2)))
          .isEqualTo(new Unloaded(2, false));
      assertThat(unload(database, target, "run/" + mode, trips(1, 2, 3)))
          .isEqualTo(new Unloaded(2, true));
      assertThat(trips()).isEqualTo("1 2");
    }
  }

  @Test
  void unloadThatBreaksAnywhereCountsOnce() throws SQLException {
    for (WriteMode mode : WriteMode.values()) {
      for (boolean after : new boolean[] {false, true}) {
        int at = 0;
        while (breaks(mode, at, after)) {
          at++;
        }
        assertThat(at).as("calls of %s", mode).isGreaterThan(7);
      }
    }
  }

  /** False when there was no such call any more. */
  private boolean breaks(WriteMode mode, int at, boolean after) throws SQLException {
    sql("drop table if exists trips", "drop table if exists optima_effects");
    // somebody else's row, which an append keeps
    sql("create table trips (trip integer primary key, zone text, fare decimal(9,2))");
    sql("insert into trips (trip) values (7)");
    BreakingConnector breaking = new BreakingConnector(connector(), at, after);
    Database broken = new Database(dialect(), breaking);
    Target target = new Target(table("trips"), mode, List.of("trip"));
    String expected = mode == WriteMode.SNAPSHOT ? "1 2 3 4" : "1 2 3 4 7";
    String attempt = "%s, call %d, %s".formatted(mode, at, after ? "after" : "before");
    try {
      unload(broken, target, "run/step", trips(1, 2, 3, 4));
    } catch (OptimaException e) {
      assertThat(e.code()).as(attempt).isEqualTo(ErrorCode.UNAVAILABLE);
    }
    if (!breaking.hasBroken()) {
      return false;
    }
    String seen = trips();
    assertThat(seen).as(attempt + ", before it is repeated").isIn("7", expected);
    assertThat(unload(broken, target, "run/step", trips(1, 2, 3, 4)).rows()).isEqualTo(4);
    assertThat(trips()).as(attempt).isEqualTo(expected);
    return true;
  }

  @Test
  void attemptsAtTheSameTimeCountOnce() throws Exception {
    for (WriteMode mode : WriteMode.values()) {
      sql("drop table if exists trips");
      Target target = new Target(table("trips"), mode, List.of("trip"));
      unload(target, trips(new long[0]));
      List<Unloaded> results = together(target, "run/" + mode, "run/" + mode);
      assertThat(results.stream().filter(Unloaded::repeated)).as(mode.name()).hasSize(1);
      assertThat(trips()).isEqualTo("1 2 3 4 5");
    }
  }

  @Test
  void snapshotsAtTheSameTimeDoNotMix() throws Exception {
    unload(target(WriteMode.SNAPSHOT), trips(9));
    for (int i = 0; i < 5; i++) {
      together(target(WriteMode.SNAPSHOT), "run/a" + i, "run/b" + i);
      assertThat(trips()).isEqualTo("1 2 3 4 5");
    }
  }

  private List<Unloaded> together(Target target, String... keys) throws Exception {
    CountDownLatch start = new CountDownLatch(keys.length);
    try (ExecutorService threads = Executors.newFixedThreadPool(keys.length)) {
      List<Future<Unloaded>> futures = new ArrayList<>();
      for (String key : keys) {
        futures.add(
            threads.submit(
                () -> {
                  start.countDown();
                  start.await();
                  return unload(database, target, key, trips(1, 2, 3, 4, 5));
                }));
      }
      List<Unloaded> results = new ArrayList<>();
      for (Future<Unloaded> future : futures) {
        results.add(future.get());
      }
      return results;
    }
  }

  @Test
  void checkMakesNothing() throws SQLException {
    for (WriteMode mode : WriteMode.values()) {
      database.check(target(mode, "trip"), TRIPS);
    }
    assertRefused(
        ErrorCode.FAILED_PRECONDITION, () -> database.check(Source.of(table("trips"))), "trips");
    assertRefused(
        ErrorCode.FAILED_PRECONDITION,
        () -> database.check(Source.of(table("optima_effects"))),
        "optima_effects");
  }

  @Test
  void nestedColumnsAreRefusedByName() {
    for (DataType type :
        List.of(
            new DataType.ListOf(Simple.INT32),
            new DataType.Struct(List.of(new Field("a", Simple.INT32))),
            new DataType.MapOf(Simple.UTF8, Simple.INT32))) {
      TableSchema schema = new TableSchema(List.of(new Field("tags", type)));
      assertRefused(
          ErrorCode.FAILED_PRECONDITION,
          () -> database.check(target(WriteMode.SNAPSHOT), schema),
          "tags",
          type.text());
    }
  }

  @Test
  void columnsThatDoNotFitAreRefusedBeforeTheRun() throws SQLException {
    sql("create table trips (trip integer not null, zone text, fare date, must integer not null)");
    Target target = target(WriteMode.APPEND);
    assertRefused(
        ErrorCode.FAILED_PRECONDITION, () -> database.check(target, TRIPS), "fare", "decimal(9,2)");
    TableSchema two = new TableSchema(TRIPS.fields().subList(0, 2));
    assertRefused(ErrorCode.FAILED_PRECONDITION, () -> database.check(target, two), "'must'");
    TableSchema other = new TableSchema(List.of(new Field("Trip no", Simple.INT64)));
    assertRefused(ErrorCode.FAILED_PRECONDITION, () -> database.check(target, other), "'Trip no'");
    assertRefused(
        ErrorCode.FAILED_PRECONDITION,
        () -> {
          sql("alter table trips drop column must");
          database.check(target(WriteMode.UPSERT, "trip"), two);
        },
        "no unique index on the key");
  }

  @Test
  void valuesThatDoNotFitLeaveNothingBehind() throws SQLException {
    sql("create table trips (trip integer primary key, zone date, fare decimal(9,2))");
    Rows rows =
        Rows.of(
            TRIPS, new Object[] {1L, "2024-02-29", null}, new Object[] {2L, "2023-02-29", null});
    assertRefused(
        ErrorCode.FAILED_PRECONDITION,
        () -> unload(target(WriteMode.APPEND), rows),
        "'zone'",
        "row 2");
    assertThat(trips()).isEmpty();
    assertThat(asked("select effect_key from optima_effects")).isEmpty();
  }

  @Test
  void keysAreNeverNull() {
    Rows rows = Rows.of(TRIPS, new Object[] {null, "nowhere", null});
    assertRefused(
        ErrorCode.FAILED_PRECONDITION,
        () -> unload(target(WriteMode.UPSERT, "trip"), rows),
        "'trip'",
        "row 1");
  }

  @Test
  void valuesThatTheirTypeCannotHoldAreRefusedByColumnAndRow() {
    unload(target(WriteMode.SNAPSHOT), trips(1, 200, 300));
    Source source = Source.of(table("trips")).withTypes(Map.of("trip", Simple.UINT8));
    assertRefused(
        ErrorCode.FAILED_PRECONDITION,
        () -> contentId(source, List.of("trip")),
        "'trip'",
        "row 3",
        "uint8");
  }

  @Test
  void typesAreOfColumnsThatAreThere() {
    unload(target(WriteMode.SNAPSHOT), trips(1));
    Source source = Source.of(table("trips")).withTypes(Map.of("nothing", Simple.UINT8));
    assertRefused(ErrorCode.INVALID_ARGUMENT, () -> database.check(source), "'nothing'", "fare");
  }

  @Test
  void queriesAreReadAndWriteNothing() throws SQLException {
    unload(target(WriteMode.SNAPSHOT), trips(1, 2, 3));
    Source some = Source.of("select trip, zone from trips where trip > 1 -- not the first");
    assertThat(database.check(some)).isEqualTo(new TableSchema(TRIPS.fields().subList(0, 2)));
    assertThat(contentId(some, List.of("trip")))
        .isEqualTo(
            Rows.of(
                    new TableSchema(TRIPS.fields().subList(0, 2)),
                    new Object[] {2L, "zone 2"},
                    new Object[] {3L, "zone 0"})
                .contentId(allocator));
    for (String query :
        List.of("delete from trips", "delete from trips returning trip", "vacuum", "select 1) x")) {
      assertRefused(
          ErrorCode.FAILED_PRECONDITION, () -> database.load(Source.of(query), allocator));
    }
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        () -> Source.of("select 1 as x) y; delete from trips; select * from (select 1 as x"),
        "semicolons");
    assertThat(trips()).isEqualTo("1 2 3");
  }

  @Test
  void listenerFollowsAndCanEndIt() throws SQLException {
    unload(target(WriteMode.SNAPSHOT), trips(7));
    List<Long> seen = new ArrayList<>();
    UnloadListener following =
        new UnloadListener() {
          @Override
          public void written(long rows) {
            seen.add(rows);
          }
        };
    try (ArrowReader rows = trips(1, 2, 3, 4, 5, 6, 8).reader(allocator)) {
      database.unload(target(WriteMode.APPEND), "run/followed", rows, following);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertThat(seen).containsExactly(3L, 6L, 7L);
    UnloadListener cancelling =
        new UnloadListener() {
          private Runnable cancel = () -> {};

          @Override
          public void started(Runnable cancel) {
            this.cancel = cancel;
          }

          @Override
          public void written(long rows) {
            cancel.run();
          }
        };
    assertRefused(
        ErrorCode.CANCELLED,
        () -> {
          try (ArrowReader rows = trips(10, 11, 12, 13).reader(allocator)) {
            database.unload(target(WriteMode.APPEND), "run/cancelled", rows, cancelling);
          }
        });
    assertThat(trips()).isEqualTo("1 2 3 4 5 6 7 8");
  }
}
