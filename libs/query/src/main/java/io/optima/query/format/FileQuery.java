package io.optima.query.format;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.dataset.Format;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/** A file read by DuckDB, and how to find out what is wrong with it. */
final class FileQuery {
  private static final String ROW = "optima row";

  private final Format format;
  private final String sql;
  private final @Nullable Strict strict;

  /** Where a value that does not fit can be found. */
  private record Strict(
      String source, TableSchema schema, Function<Field, String> value, String advice) {}

  private FileQuery(Format format, String sql, @Nullable Strict strict) {
    this.format = format;
    this.sql = sql;
    this.strict = strict;
  }

  /** Columns as the table function finds them. */
  static FileQuery of(Format format, String source) {
    return new FileQuery(format, "select * from " + source, null);
  }

  /** Columns of a schema, each an expression that fails on a value that does not fit. */
  static FileQuery strict(
      Format format, String source, TableSchema schema, Function<Field, String> value) {
    String sql =
        schema.fields().stream()
            .map(field -> value.apply(field) + " as " + Sql.name(field.name()))
            .collect(Collectors.joining(", ", "select ", " from " + source));
    return new FileQuery(format, sql, new Strict(source, schema, value, ""));
  }

  /** The same with words on what can be done about a value that does not fit. */
  FileQuery withAdvice(String advice) {
    Strict given = Objects.requireNonNull(strict);
    return new FileQuery(format, sql, new Strict(given.source, given.schema, given.value, advice));
  }

  OpenRows open(DuckDb duckDb, BufferAllocator allocator) throws SQLException {
    try {
      return new Rows(duckDb, new QueryRows(duckDb, sql, allocator));
    } catch (SQLException e) {
      throw explain(duckDb, e);
    }
  }

  /** Reads again what failed, to find the value or the place in the file. */
  private OptimaException explain(DuckDb duckDb, Exception failure) {
    try (Connection connection = duckDb.connect();
        Statement statement = connection.createStatement()) {
      OptimaException found = strict == null ? null : misfit(statement, strict);
      if (found != null) {
        return found;
      }
      // rows that are streamed lose the message of a failure
      statement.execute("copy (" + sql + ") to '/dev/null' (format csv)");
      return SourceFailures.of(format, failure);
    } catch (SQLException e) {
      return SourceFailures.of(format, e);
    }
  }

  private @Nullable OptimaException misfit(Statement statement, Strict query) throws SQLException {
    List<Field> columns = query.schema().fields();
    String rows =
        columns.stream()
            .map(
                field ->
                    "min(case when %s is not null and try(%s) is null then %s end)"
                        .formatted(
                            Sql.name(field.name()), query.value().apply(field), Sql.name(ROW)))
            .collect(Collectors.joining(", "));
    String numbered =
        "(select *, row_number() over () as " + Sql.name(ROW) + " from " + query.source() + ")";
    long first = Long.MAX_VALUE;
    Field column = null;
    try (ResultSet found = DuckDb.whole(statement, "select " + rows + " from " + numbered)) {
      found.next();
      for (int i = 0; i < columns.size(); i++) {
        long row = found.getLong(i + 1);
        if (!found.wasNull() && row < first) {
          first = row;
          column = columns.get(i);
        }
      }
    }
    return column == null ? null : misfit(statement, numbered, column, first, query.advice());
  }

  private static OptimaException misfit(
      Statement statement, String numbered, Field column, long row, String advice)
      throws SQLException {
    String select =
        "select cast(%s as varchar) from %s where %s = %d"
            .formatted(Sql.name(column.name()), numbered, Sql.name(ROW), row);
    try (ResultSet found = DuckDb.whole(statement, select)) {
      found.next();
      return OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "column '%s', row %d: the value '%s' is not %s%s",
          Shown.of(column.name()),
          row,
          Shown.of(String.valueOf(found.getString(1))),
          column.type().text(),
          advice);
    }
  }

  /** The rows, with failures explained. */
  private final class Rows implements OpenRows {
    private final DuckDb duckDb;
    private final QueryRows rows;

    Rows(DuckDb duckDb, QueryRows rows) {
      this.duckDb = duckDb;
      this.rows = rows;
    }

    @Override
    public ArrowReader reader() {
      return rows.reader();
    }

    @Override
    public OptimaException explain(Exception failure) {
      return FileQuery.this.explain(duckDb, failure);
    }

    @Override
    public void close() throws IOException, SQLException {
      rows.close();
    }
  }
}
