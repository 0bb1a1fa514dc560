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
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/** A file read by DuckDB, and how to find out what is wrong with it. */
final class FileQuery {
  private static final String ROW = "optima row";

  private final Format format;
  private final String source;
  private final @Nullable TableSchema schema;
  private final Function<Field, String> value;

  private FileQuery(
      Format format, String source, @Nullable TableSchema schema, Function<Field, String> value) {
    this.format = format;
    this.source = source;
    this.schema = schema;
    this.value = value;
  }

  /** Columns as the table function finds them. */
  static FileQuery of(Format format, String source) {
    return new FileQuery(format, source, null, field -> Sql.name(field.name()));
  }

  /** Columns of a schema, each an expression that fails on a value that does not fit. */
  static FileQuery strict(
      Format format, String source, TableSchema schema, Function<Field, String> value) {
    return new FileQuery(format, source, schema, value);
  }

  private String sql() {
    if (schema == null) {
      return "select * from " + source;
    }
    return schema.fields().stream()
        .map(field -> value.apply(field) + " as " + Sql.name(field.name()))
        .collect(Collectors.joining(", ", "select ", " from " + source));
  }

  OpenRows open(DuckDb duckDb, BufferAllocator allocator) throws SQLException {
    try {
      return new Rows(duckDb, new QueryRows(duckDb, sql(), allocator));
    } catch (SQLException e) {
      throw explain(duckDb, e);
    }
  }

  /** Reads again what failed, to find the value or the place in the file. */
  private OptimaException explain(DuckDb duckDb, Exception failure) {
    try (Connection connection = duckDb.connect();
        Statement statement = connection.createStatement()) {
      OptimaException found = schema == null ? null : misfit(statement, schema);
      if (found != null) {
        return found;
      }
      // rows that are streamed lose the message of a failure
      statement.execute("copy (" + sql() + ") to '/dev/null' (format csv)");
      return SourceFailures.of(format, failure);
    } catch (SQLException e) {
      return SourceFailures.of(format, e);
    }
  }

  private @Nullable OptimaException misfit(Statement statement, TableSchema columns)
      throws SQLException {
    String rows =
        columns.fields().stream()
            .map(
                field ->
                    "min(case when %s is not null and try(%s) is null then %s end)"
                        .formatted(Sql.name(field.name()), value.apply(field), Sql.name(ROW)))
            .collect(Collectors.joining(", "));
    String numbered =
        "(select *, row_number() over () as " + Sql.name(ROW) + " from " + source + ")";
    long first = Long.MAX_VALUE;
    Field column = null;
    try (ResultSet found = statement.executeQuery("select " + rows + " from " + numbered)) {
      found.next();
      for (int i = 0; i < columns.fields().size(); i++) {
        long row = found.getLong(i + 1);
        if (!found.wasNull() && row < first) {
          first = row;
          column = columns.fields().get(i);
        }
      }
    }
    return column == null ? null : misfit(statement, numbered, column, first);
  }

  private static OptimaException misfit(
      Statement statement, String numbered, Field column, long row) throws SQLException {
    String select =
        "select cast(%s as varchar) from %s where %s = %d"
            .formatted(Sql.name(column.name()), numbered, Sql.name(ROW), row);
    try (ResultSet found = statement.executeQuery(select)) {
      found.next();
      return OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "column '%s', row %d: the value '%s' is not %s",
          Shown.of(column.name()),
          row,
          Shown.of(String.valueOf(found.getString(1))),
          column.type().text());
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
