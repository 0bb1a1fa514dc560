package io.optima.query.pipe;

import io.optima.identity.ArrowSchemas;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.CsvOptions;
import io.optima.model.dataset.Format;
import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckDbSettings;
import io.optima.query.format.FileRows;
import io.optima.query.format.OpenRows;
import io.optima.query.format.RowsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/**
 * Rows through a process: written to it as Arrow IPC, JSON lines or CSV by a thread of their own,
 * and read back in the same format while it writes. Memory stays bounded whatever the number of
 * rows. Arrow is passed on as it comes; lines go to disk first, since they are read by the same
 * reader, with the same rules, as files that are published.
 */
public final class PipedRows implements AutoCloseable {
  private final DuckDb duckDb;
  private final RowsWriter writer;
  private final Path folder;
  private final BufferAllocator allocator;

  /** Lines are kept below {@code settings.spill()} while they are read. */
  public PipedRows(DuckDbSettings settings, BufferAllocator allocator) {
    this.duckDb = DuckDb.open(settings);
    this.writer = new RowsWriter(settings, allocator);
    this.folder = settings.spill();
    this.allocator = allocator;
  }

  /**
   * The rows that a process makes of others. Returns as soon as their columns are known: with Arrow
   * when the process has written its schema, with lines when it has ended.
   *
   * @param input in canonical Arrow, read by another thread until the result is closed; stays open
   * @param schema of the input
   * @param format ARROW, JSON or CSV
   * @param columns that the output has to have; null when Arrow tells
   * @return in canonical Arrow; closing stops the process. Reading fails as the process did, or
   *     with FAILED_PRECONDITION, naming record batch, row or line, when what it wrote is no such
   *     row
   */
  public ArrowReader through(
      PipedProcess process,
      ArrowReader input,
      TableSchema schema,
      Format format,
      @Nullable TableSchema columns) {
    if (format != Format.ARROW && (columns == null || !isLines(format))) {
      process.stop().run();
      throw OptimaException.invalid(
          "rows go through %s as arrow, json or csv; json and csv need the columns of the output",
          process.name());
    }
    Feeder feeder =
        Feeder.start(
            process,
            new WatchedRows(input, allocator),
            (rows, out) -> writer.write(rows, schema, format, CsvOptions.DETECT, out));
    ReadBack back = new ReadBack(process.name(), feeder);
    try {
      return columns == null || format == Format.ARROW
          ? batches(process, columns, back)
          : lines(process, format, columns, back);
    } catch (RuntimeException e) {
      feeder.stop();
      throw e;
    }
  }

  private static boolean isLines(Format format) {
    return format == Format.JSON || format == Format.CSV;
  }

  private ArrowReader batches(PipedProcess process, @Nullable TableSchema columns, ReadBack back) {
    BatchRows rows = new BatchRows(process.output(), allocator);
    try {
      TableSchema found =
          ArrowSchemas.fromArrow(rows.reader().getVectorSchemaRoot().getSchema(), rows.reader());
      if (columns != null && !columns.equals(found)) {
        throw OptimaException.of(
            ErrorCode.FAILED_PRECONDITION,
            "its columns are %s, declared are %s",
            found.text(),
            columns.text());
      }
      return back.reader(rows, found, allocator);
    } catch (IOException | RuntimeException e) {
      OptimaException explained = back.explained(rows, e);
      closeQuietly(rows, explained);
      throw explained;
    }
  }

  private ArrowReader lines(
      PipedProcess process, Format format, TableSchema columns, ReadBack back) {
    Path file = newFile();
    try {
      spool(process, file, back);
      return back.reader(new Spooled(open(file, format, columns, back), file), columns, allocator);
    } catch (OptimaException e) {
      throw delete(file, e);
    } catch (IOException e) {
      throw delete(file, new OptimaException(ErrorCode.INTERNAL, "lines were not kept", e));
    }
  }

  private static void spool(PipedProcess process, Path file, ReadBack back) throws IOException {
    try (var out = Files.newOutputStream(file)) {
      process.output().transferTo(out);
    } catch (OptimaException ofProcess) {
      throw back.explained(ofProcess);
    }
  }

  private OpenRows open(Path file, Format format, TableSchema columns, ReadBack back)
      throws IOException {
    try {
      return new FileRows(duckDb, allocator).open(file, format, header(), columns);
    } catch (OptimaException ofLines) {
      throw back.explained(ofLines);
    }
  }

  private static CsvOptions header() {
    return new CsvOptions(true, ",", "\"", "\"", "");
  }

  private Path newFile() {
    try {
      Files.createDirectories(folder);
      return Files.createTempFile(folder, "piped", null);
    } catch (IOException e) {
      throw new OptimaException(ErrorCode.INTERNAL, "lines cannot be kept", e);
    }
  }

  private static OptimaException delete(Path file, OptimaException failure) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private static void closeQuietly(OpenRows rows, OptimaException failure) {
    try {
      rows.close();
    } catch (IOException | SQLException e) {
      failure.addSuppressed(e);
    }
  }

  /** Rows of a file that goes with them. */
  private record Spooled(OpenRows rows, Path file) implements OpenRows {
    @Override
    public ArrowReader reader() {
      return rows.reader();
    }

    @Override
    public OptimaException explain(Exception failure) {
      return rows.explain(failure);
    }

    @Override
    public void close() throws IOException, SQLException {
      try (rows) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void close() {
    writer.close();
    duckDb.close();
  }
}
