package io.optima.query.format;

import io.optima.identity.ArrowSchemas;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.dataset.CsvOptions;
import io.optima.model.dataset.Format;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Opens uploaded files as rows. */
public final class FileRows {
  private final DuckDb duckDb;
  private final BufferAllocator allocator;

  public FileRows(DuckDb duckDb, BufferAllocator allocator) {
    this.duckDb = duckDb;
    this.allocator = allocator;
  }

  /**
   * The rows of the file.
   *
   * @param schema that they have to have; null when types are found in the file
   * @param thorough look at every row of CSV before reading it, not only at the first
   * @throws OptimaException INVALID_ARGUMENT when it is not a file of that format;
   *     FAILED_PRECONDITION when it does not have the schema
   */
  public OpenRows open(
      Path file, Format format, CsvOptions csv, @Nullable TableSchema schema, boolean thorough)
      throws IOException {
    boolean mayBeEmpty = format == Format.JSON && schema != null;
    if (Files.size(file) == 0 && !mayBeEmpty) {
      throw OptimaException.invalid("the %s is empty: there is no column in it", format.name());
    }
    if (format == Format.ARROW) {
      return arrow(file, schema);
    }
    try {
      FileQuery query =
          schema == null
              ? inferred(file, format, csv, thorough)
              : declared(file, format, csv, schema);
      return query.open(duckDb, allocator);
    } catch (SQLException e) {
      throw SourceFailures.of(format, e);
    }
  }

  private OpenRows arrow(Path file, @Nullable TableSchema schema) throws IOException {
    ArrowFileRows rows = new ArrowFileRows(file, allocator);
    try {
      TableSchema found =
          ArrowSchemas.fromArrow(rows.reader().getVectorSchemaRoot().getSchema(), rows.reader());
      if (schema != null && !schema.equals(found)) {
        throw OptimaException.of(
            ErrorCode.FAILED_PRECONDITION,
            "the Arrow data has the columns %s instead of %s",
            Shown.of(found.text().replace("\n", ", ")),
            Shown.of(schema.text().replace("\n", ", ")));
      }
      return rows;
    } catch (IOException | RuntimeException e) {
      rows.close();
      throw e instanceof OptimaException known ? known : SourceFailures.of(Format.ARROW, e);
    }
  }

  private FileQuery inferred(Path file, Format format, CsvOptions csv, boolean thorough)
      throws SQLException {
    return switch (format) {
      case CSV -> {
        long rows = thorough ? CsvDialect.ALL_ROWS : CsvDialect.SAMPLE_ROWS;
        CsvColumns columns = new CsvColumns(CsvDialect.find(duckDb, file, csv, rows), file);
        yield thorough ? columns.exact() : columns.usual();
      }
      case JSON ->
          FileQuery.of(
              format, "read_json(" + Sql.text(file) + ", sample_size = -1, records = true)");
      case PARQUET -> {
        ParquetColumns columns = new ParquetColumns(duckDb, file);
        yield columns.asExported().orElseGet(() -> FileQuery.of(format, columns.source()));
      }
      default -> throw OptimaException.invalid("%s has no rows", format.name());
    };
  }

  private FileQuery declared(Path file, Format format, CsvOptions csv, TableSchema schema)
      throws SQLException {
    return switch (format) {
      case CSV ->
          new CsvColumns(CsvDialect.find(duckDb, file, csv, CsvDialect.SAMPLE_ROWS), file)
              .declared(schema);
      case JSON ->
          FileQuery.strict(
              format,
              "read_json(%s, records = true, columns = {%s})"
                  .formatted(Sql.text(file), raw(schema)),
              schema,
              field -> TextForm.fromRaw(name(field), field.type(), 0));
      case PARQUET -> new ParquetColumns(duckDb, file).as(schema);
      default -> throw OptimaException.invalid("%s has no rows", format.name());
    };
  }

  private static String raw(TableSchema schema) {
    return schema.fields().stream()
        .map(field -> Sql.text(field.name()) + ": " + Sql.text(TextForm.raw(field.type())))
        .collect(Collectors.joining(", "));
  }

  private static String name(Field field) {
    return Sql.name(field.name());
  }
}
