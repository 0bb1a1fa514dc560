package io.optima.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.jdbc.dialect.Dialect;
import io.optima.jdbc.dialect.PostgreSql;
import io.optima.jdbc.dialect.WriteMode;
import io.optima.model.ErrorCode;
import io.optima.model.schema.DataType.Decimal;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.testing.servers.PostgresServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgreSqlTest extends DatabaseContract {
  @TempDir static Path servers;
  private static PostgresServer server;

  @BeforeAll
  static void start() {
    server = PostgresServer.start(servers);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void empty() throws SQLException {
    sql("drop schema public cascade", "create schema public");
  }

  @Override
  Dialect dialect() {
    return new PostgreSql();
  }

  @Override
  Connector connector() {
    return properties -> DriverManager.getConnection(server.jdbcUrl(), properties);
  }

  @Test
  void otherTypesAreText() throws SQLException {
    sql(
        "create type mood as enum ('sad', 'happy')",
        "create table trips (id uuid, facts jsonb, mood mood, fixed char(3), short varchar(9))");
    TableSchema schema =
        new TableSchema(
            List.of("id", "facts", "mood", "fixed", "short").stream()
                .map(name -> new Field(name, Simple.UTF8))
                .toList());
    Rows rows =
        Rows.of(
            schema,
            new Object[] {
              "6f2e3c3f-3d50-53bc-fb1b-37f2d13f3706", "{\"a\": [1, null]}", "happy", "abc", "x"
            },
            new Object[] {null, null, null, null, null});
    unload(target(WriteMode.APPEND), rows);
    assertThat(contentId(Source.of(table("trips")), List.of("id")))
        .isEqualTo(rows.contentId(allocator()));
  }

  @Test
  void whatOptimaHasNotIsRefused() throws SQLException {
    sql(
        "create table trips (id int, tags int[], much numeric, at timestamp, day date, part"
            + " numeric(3,1))",
        "insert into trips values (1, null, 12.5, 'infinity', 'infinity', 'NaN')");
    assertRefused(
        ErrorCode.FAILED_PRECONDITION, () -> database().check(Source.of(table("trips"))), "'tags'");
    Source much = Source.of("select much from trips");
    assertRefused(ErrorCode.FAILED_PRECONDITION, () -> database().check(much), "say which type");
    Decimal decimal = new Decimal(9, 2);
    assertThat(contentId(much.withTypes(Map.of("much", decimal)), List.of()))
        .isEqualTo(
            Rows.of(
                    new TableSchema(List.of(new Field("much", decimal))),
                    new Object[] {new BigDecimal("12.50")})
                .contentId(allocator()));
    for (String column : List.of("at", "day", "part")) {
      Source source = Source.of("select " + column + " from trips");
      assertRefused(
          ErrorCode.FAILED_PRECONDITION,
          () -> contentId(source, List.of()),
          "'" + column + "'",
          "row 1");
    }
  }

  @Test
  void rowsAreStreamed() throws IOException {
    // more than the memory of this process
    Source source =
        Source.of("select i, repeat('x', 2000) as filler from generate_series(1, 700000) i");
    long most = 0;
    try (LoadedRows rows = database().load(source, allocator())) {
      while (rows.loadNextBatch()) {
        most = Math.max(most, allocator().getAllocatedMemory());
      }
      assertThat(rows.rows()).isEqualTo(700_000);
    }
    assertThat(most).isLessThan(80L << 20);
  }

  @Test
  void batchesAreNotWrittenAgain() throws IOException {
    Source source = Source.of("select i, md5(i::text) as digest from generate_series(1, 150000) i");
    String expected;
    try (LoadedRows rows = database().load(source, allocator())) {
      expected = Rows.contentId(rows);
    }
    assertThat(contentId(source, List.of("i"))).isEqualTo(expected);
  }

  @Test
  void readingCanBeCancelled() throws IOException {
    Source source =
        Source.of(
            "select i, pg_sleep(case when i > 70000 then 600 else 0 end)::text as zzz"
                + " from generate_series(1, 80000) i");
    try (LoadedRows rows = database().load(source, allocator())) {
      assertThat(rows.loadNextBatch()).isTrue();
      CompletableFuture<Void> cancelled = CompletableFuture.runAsync(rows::cancel);
      assertRefused(ErrorCode.CANCELLED, () -> drain(rows));
      cancelled.join();
    }
  }

  private static void drain(LoadedRows rows) throws IOException {
    while (rows.loadNextBatch()) {
      assertThat(rows.rows()).isPositive();
    }
  }

  @Test
  void waitingForALockCanBeCancelled() throws Exception {
    unload(target(WriteMode.SNAPSHOT), trips(1));
    try (Connection other = connector().connect(new java.util.Properties());
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table trips");
      CompletableFuture<Runnable> cancel = new CompletableFuture<>();
      UnloadListener listener =
          new UnloadListener() {
            @Override
            public void started(Runnable handle) {
              cancel.complete(handle);
            }
          };
      CompletableFuture<Unloaded> unloaded =
          CompletableFuture.supplyAsync(
              () -> {
                try (var rows = trips(2).reader(allocator())) {
                  return database().unload(target(WriteMode.SNAPSHOT), "run/x", rows, listener);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      Runnable handle = cancel.join();
      while (!unloaded.isDone()) {
        handle.run();
        Thread.onSpinWait();
      }
      assertRefused(
          ErrorCode.CANCELLED,
          () -> {
            try {
              unloaded.join();
            } catch (java.util.concurrent.CompletionException e) {
              throw e.getCause();
            }
          });
    }
  }

  @Test
  void appendWithoutItsTableOfEffectsIsRefused() throws SQLException {
    sql(
        "create table trips (trip bigint primary key, zone text, fare numeric(9,2))",
        "drop role if exists clerk",
        "create role clerk login",
        "grant usage on schema public to clerk",
        "grant select, insert, update, delete on trips to clerk");
    Connector clerk =
        properties -> {
          properties.setProperty("user", "clerk");
          return DriverManager.getConnection(
              server.jdbcUrl().replace("?user=postgres", ""), properties);
        };
    Database limited = new Database(dialect(), clerk);
    Rows rows = trips(1, 2);
    assertRefused(
        ErrorCode.FAILED_PRECONDITION,
        () -> limited.check(target(WriteMode.APPEND), rows.schema()),
        "may not");
    assertRefused(
        ErrorCode.FAILED_PRECONDITION,
        () -> unload(limited, target(WriteMode.APPEND), "run/a", rows),
        "optima_effects");
    for (WriteMode mode : List.of(WriteMode.SNAPSHOT, WriteMode.UPSERT)) {
      limited.check(target(mode, "trip"), rows.schema());
      assertThat(unload(limited, target(mode, "trip"), "run/" + mode, rows).repeated()).isFalse();
      assertThat(trips()).isEqualTo("1 2");
    }
    sql("drop owned by clerk", "drop role clerk");
  }
}
