package io.optima.query.sql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckDbSettings;
import io.optima.query.duckdb.Sql;
import io.optima.query.secure.Closing;
import io.optima.query.secure.Grant;
import io.optima.query.secure.Relations;
import io.optima.query.secure.SecuredRelation;
import io.optima.query.secure.SecuredView;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * A DuckDB that holds one view for each table of a statement and nothing else, and that can read
 * the files below these views and nothing else, whatever SQL it is given.
 */
final class Instance implements AutoCloseable {
  private static final int REMEMBERED_STATEMENTS = 500;
  private static final String FORGOTTEN = "Invalid result set";

  private final DuckDb duckDb;
  private final Closing opened;
  private final Cache<String, StatementShape> shapes =
      Caffeine.newBuilder().maximumSize(REMEMBERED_STATEMENTS).build();

  /** The only connection whose results are not streamed: see {@link #failure}. */
  private final DuckDBConnection whole;

  private Instance(DuckDb duckDb, DuckDBConnection whole, Closing opened) {
    this.duckDb = duckDb;
    this.whole = whole;
    this.opened = opened;
  }

  static Instance open(Map<TableName, Grant> grants, Relations relations, QuerySettings settings) {
    Closing opened = new Closing();
    try {
      DuckDb duckDb =
          opened.add(
              DuckDb.open(
                  new DuckDbSettings(
                      settings.instanceBytes(), settings.threads(), settings.spill())));
      duckDb.execute("attach ':memory:' as " + TableName.CATALOG);
      duckDb.execute("use " + TableName.CATALOG);
      duckDb.execute("detach memory");
      List<Path> files = mount(duckDb, grants, relations, opened);
      DuckDBConnection whole = opened.add(duckDb.connect());
      try (Statement statement = whole.createStatement()) {
        statement.execute("set session jdbc_stream_results = false");
      }
      lock(duckDb, files);
      return new Instance(duckDb, whole, opened);
    } catch (SQLException e) {
      opened.closeAfter(e);
      throw new OptimaException(ErrorCode.INTERNAL, "the datasets could not be opened for SQL", e);
    } catch (RuntimeException e) {
      opened.closeAfter(e);
      throw e;
    }
  }

  private static List<Path> mount(
      DuckDb duckDb, Map<TableName, Grant> grants, Relations relations, Closing opened)
      throws SQLException {
    List<Path> files = new ArrayList<>();
    for (Map.Entry<TableName, Grant> entry : grants.entrySet()) {
      SecuredRelation relation = opened.add(relations.open(entry.getValue()));
      SecuredView view = relation.view();
      opened.add(view.pins());
      files.addAll(view.files());
      create(duckDb, entry.getKey(), view);
    }
    return files;
  }

  private static void create(DuckDb duckDb, TableName table, SecuredView view) throws SQLException {
    duckDb.execute("create schema if not exists " + Sql.name(table.schema()));
    duckDb.execute(
        "create view %s.%s as %s"
            .formatted(Sql.name(table.schema()), Sql.name(table.table()), view.sql()));
  }

  /** From here on nothing but the files can be read, and no setting changed. */
  private static void lock(DuckDb duckDb, List<Path> files) throws SQLException {
    duckDb.execute("set global parquet_metadata_cache = true");
    duckDb.execute("set allowed_paths = " + Sql.texts(files));
    duckDb.execute("set enable_external_access = false");
    duckDb.execute("set lock_configuration = true");
  }

  DuckDBConnection connect() throws SQLException {
    return duckDb.connect();
  }

  /** Columns and parameters of a statement, found out once. */
  StatementShape shape(PreparedSql sql) {
    return shapes.get(sql.text(), text -> StatementShape.of(sql, this));
  }

  /**
   * Why a statement failed before its first rows. The driver forgets that when it streams results,
   * so that the statement is run again, its rows thrown away.
   */
  SQLException failure(
      PreparedSql sql,
      List<? extends @Nullable Object> values,
      Cancellation cancellation,
      SQLException known) {
    if (!String.valueOf(known.getMessage()).contains(FORGOTTEN)) {
      return known;
    }
    synchronized (whole) {
      try (PreparedStatement again = whole.prepareStatement("explain analyze " + sql.text())) {
        Parameters.bind(again, values);
        cancellation.watch(again);
        again.executeQuery().close();
        return known;
      } catch (SQLException why) {
        return why;
      }
    }
  }

  @Override
  public void close() {
    opened.close();
  }
}
