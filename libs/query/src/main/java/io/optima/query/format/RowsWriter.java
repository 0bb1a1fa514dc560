package io.optima.query.format;

import io.optima.model.dataset.CsvOptions;
import io.optima.model.dataset.Format;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckDbSettings;
import io.optima.query.duckdb.Sql;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.duckdb.DuckDBConnection;

/**
 * Writes rows as a file, a segment of them at a time through local disk, so that memory stays
 * bounded whatever the size.
 */
public final class RowsWriter implements AutoCloseable {
  private static final long SEGMENT_ROWS = 524_288;

  private final DuckDb duckDb;
  private final Path folder;
  private final BufferAllocator allocator;

  /** Segments are written below {@code settings.spill()}. */
  public RowsWriter(DuckDbSettings settings, BufferAllocator allocator) {
    this.duckDb = DuckDb.open(settings);
    this.folder = settings.spill();
    this.allocator = allocator;
  }

  /**
   * Reads all rows, given in canonical Arrow, and writes them; {@code out} stays open.
   *
   * @param format one of those for tables
   * @throws SQLException when DuckDB cannot write them
   */
  public void write(
      ArrowReader rows, TableSchema schema, Format format, CsvOptions csv, OutputStream out)
      throws IOException, SQLException {
    switch (format) {
      case ARROW -> arrow(rows, out);
      case PARQUET -> parquet(rows, schema, out);
      case CSV -> csv(rows, schema, csv, out);
      default -> segments(rows, out, first -> select(schema, TextForm::json) + " (format json)");
    }
  }

  private static void arrow(ArrowReader rows, OutputStream out) throws IOException {
    ArrowStreamWriter writer =
        new ArrowStreamWriter(rows.getVectorSchemaRoot(), rows, Channels.newChannel(out));
    writer.start();
    while (rows.loadNextBatch()) {
      writer.writeBatch();
    }
    writer.end();
    out.flush();
  }

  private void parquet(ArrowReader rows, TableSchema schema, OutputStream out)
      throws IOException, SQLException {
    Path file = newFile();
    try {
      ParquetWriting.export(duckDb, rows, schema, file, allocator);
      Files.copy(file, out);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void csv(ArrowReader rows, TableSchema schema, CsvOptions options, OutputStream out)
      throws IOException, SQLException {
    boolean header = options.header() == null || options.header();
    String how =
        "delimiter %s, quote %s, escape %s, nullstr %s"
            .formatted(
                Sql.text(options.delimiter() == null ? "," : options.delimiter()),
                Sql.text(options.quote() == null ? "\"" : options.quote()),
                Sql.text(options.escape() == null ? "\"" : options.escape()),
                Sql.text(options.nullText() == null ? "" : options.nullText()));
    segments(
        rows,
        out,
        first ->
            "%s (format csv, header %b, %s)"
                .formatted(select(schema, TextForm::csv), header && first, how));
  }

  private static String select(TableSchema schema, Nesting.Conversion conversion) {
    return schema.fields().stream()
        .map(field -> column(field, conversion))
        .collect(Collectors.joining(", ", "(select ", " from rows_out) to %s"));
  }

  private static String column(Field field, Nesting.Conversion conversion) {
    String name = Sql.name(field.name());
    return conversion.of(name, field.type(), 0).replace("%", "%%")
        + " as "
        + name.replace("%", "%%");
  }

  private void segments(ArrowReader rows, OutputStream out, Segment copy)
      throws IOException, SQLException {
    boolean first = true;
    boolean last = false;
    while (!last) {
      Path file = newFile();
      try (ArrowSegment segment = new ArrowSegment(rows, SEGMENT_ROWS, allocator);
          DuckDBConnection connection = duckDb.connect();
          DuckDb.RegisteredRows registered =
              DuckDb.register(connection, "rows_out", segment, allocator);
          Statement statement = connection.createStatement()) {
        statement.execute("copy " + copy.sql(first).formatted(Sql.text(file)));
        Files.copy(file, out);
        last = segment.isLast();
        first = false;
      } finally {
        Files.deleteIfExists(file);
      }
    }
  }

  private Path newFile() {
    return folder.resolve("export-" + UUID.randomUUID());
  }

  /** What to copy to a file, whose path stands for {@code %s}. */
  private interface Segment {
    String sql(boolean first);
  }

  @Override
  public void close() {
    duckDb.close();
  }
}
