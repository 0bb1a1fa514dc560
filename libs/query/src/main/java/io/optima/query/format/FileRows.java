package io.optima.query.format;

import io.optima.identity.ArrowSchemas;
import io.optima.model.OptimaException;
import io.optima.model.dataset.CsvOptions;
import io.optima.model.dataset.Format;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.query.csv.UnusualCsvException;
import io.optima.query.csv.UsualCsvReader;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/** Opens uploaded files as rows. */
public final class FileRows {
  private static final String JSON_LIMIT = ", maximum_object_size = " + LongLines.LIMIT;

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
   * @throws OptimaException INVALID_ARGUMENT when it is not a file of that format;
   *     FAILED_PRECONDITION when it does not have the schema
   */
  public OpenRows open(Path file, Format format, CsvOptions csv, @Nullable TableSchema schema)
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
          schema == null ? inferred(file, format, csv) : declared(file, format, csv, schema);
      return query.open(duckDb, allocator);
    } catch (SQLException e) {
      throw SourceFailures.of(format, e);
    }
  }

  /**
   * The rows of CSV that need not be all there yet, if it is written the usual way. Nothing is
   * looked at twice: a row that the sample did not foretell ends the reading with {@link
   * UnusualCsvException}, and then the rows are to be {@linkplain #open opened} instead.
   *
   * @param sample the first rows, as a file
   * @param content all of them; closed with the reader
   */
  public Optional<ArrowReader> usual(Path sample, CsvOptions csv, Supplier<InputStream> content)
      throws IOException, SQLException {
    if (Files.size(sample) == 0) {
      return Optional.empty();
    }
    return new CsvColumns(CsvDialect.find(duckDb, sample, csv, CsvDialect.SAMPLE_ROWS), sample)
        .usual()
        .map(usual -> new UsualCsvReader(content.get(), usual, LongLines.LIMIT, allocator));
  }

  private OpenRows arrow(Path file, @Nullable TableSchema schema) throws IOException {
    ArrowFileRows rows = new ArrowFileRows(file, allocator);
    try {
      TableSchema found =
          ArrowSchemas.fromArrow(rows.reader().getVectorSchemaRoot().getSchema(), rows.reader());
      return schema == null || schema.equals(found) ? rows : cast(rows, file, found, schema);
    } catch (IOException | SQLException | RuntimeException e) {
      rows.close();
      throw e instanceof OptimaException known ? known : SourceFailures.of(Format.ARROW, e);
    }
  }

  /** Goes over a file that DuckDB can read as often as it takes to name what does not fit. */
  private OpenRows cast(ArrowFileRows rows, Path file, TableSchema found, TableSchema schema)
      throws IOException, SQLException {
    ColumnNames.check(found.names(), schema);
    Path copy = file.resolveSibling(file.getFileName() + ".parquet");
    try (CanonicalReader canonical = new CanonicalReader(rows.reader(), found, rows, allocator)) {
      ParquetWriting.write(duckDb, canonical, found, copy, allocator);
    }
    return ParquetColumns.kept(duckDb, copy, found).declared(schema).open(duckDb, allocator);
  }

  private FileQuery inferred(Path file, Format format, CsvOptions csv)
      throws IOException, SQLException {
    return switch (format) {
      case CSV ->
          new CsvColumns(CsvDialect.find(duckDb, file, csv, CsvDialect.ALL_ROWS), file).exact();
      case JSON -> {
        JsonNumbers.requireKept(file);
        yield FileQuery.of(
            format,
            "read_json(%s, sample_size = -1, records = true%s)"
                .formatted(Sql.text(file), JSON_LIMIT));
      }
      case PARQUET -> ParquetColumns.of(duckDb, file).inferred();
      default -> throw OptimaException.invalid("%s has no rows", format.name());
    };
  }

  private FileQuery declared(Path file, Format format, CsvOptions csv, TableSchema schema)
      throws IOException, SQLException {
    return switch (format) {
      case CSV ->
          new CsvColumns(CsvDialect.find(duckDb, file, csv, CsvDialect.SAMPLE_ROWS), file)
              .declared(schema);
      case JSON ->
          FileQuery.strict(
              format,
              "read_json(%s, records = true, columns = {%s}%s)"
                  .formatted(Sql.text(JsonNumbers.quoted(file)), raw(schema), JSON_LIMIT),
              schema,
              field -> TextForm.fromRaw(name(field), field.type(), 0));
      case PARQUET -> ParquetColumns.of(duckDb, file).declared(schema);
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
