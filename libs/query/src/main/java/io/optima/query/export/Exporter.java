package io.optima.query.export;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.CsvOptions;
import io.optima.model.dataset.Format;
import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckDbSettings;
import io.optima.query.format.RowsWriter;
import io.optima.query.secure.SecuredRelation;
import io.optima.store.IoFailures;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Writes what a secured relation shows as a file, in bounded memory whatever the size. */
public final class Exporter implements AutoCloseable {
  private final RowsWriter writer;
  private final BufferAllocator allocator;

  /** Parts of files are written below {@code settings.spill()} first. */
  public Exporter(DuckDbSettings settings, BufferAllocator allocator) {
    this.writer = new RowsWriter(settings, allocator);
    this.allocator = allocator;
  }

  /**
   * Writes rows, or the bytes of text and binary; {@code out} stays open.
   *
   * @param columns in the order wanted; empty for all; not for text and binary
   * @param offset number of the first row or byte, from 0
   * @param limit most rows or bytes; 0 for all
   * @throws OptimaException FAILED_PRECONDITION when the version has no such format;
   *     INVALID_ARGUMENT for unknown columns; CORRUPT; UNAVAILABLE when the receiver is gone
   */
  public void export(
      SecuredRelation relation,
      List<String> columns,
      long offset,
      long limit,
      Format format,
      CsvOptions csv,
      OutputStream out) {
    try {
      if (!format.kind().isTable()) {
        try (InputStream bytes = relation.bytes(offset, limit)) {
          bytes.transferTo(out);
        }
        return;
      }
      TableSchema schema = wanted(relation.schema(), columns);
      try (ArrowReader rows = relation.read(columns, offset, limit, allocator)) {
        writer.write(rows, schema, format, csv, out);
      }
    } catch (IOException e) {
      throw IoFailures.of("export " + relation.dataset().dataset(), e);
    } catch (SQLException e) {
      throw new OptimaException(ErrorCode.INTERNAL, "the rows could not be written", e);
    }
  }

  private static TableSchema wanted(TableSchema schema, List<String> columns) {
    return columns.isEmpty()
        ? schema
        : new TableSchema(
            columns.stream()
                .map(
                    name ->
                        schema
                            .field(name)
                            .orElseThrow(
                                () -> OptimaException.invalid("there is no column '%s'", name)))
                .toList());
  }

  @Override
  public void close() {
    writer.close();
  }
}
