package io.optima.query.publish;

import io.optima.identity.ArrowSchemas;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Format;
import io.optima.model.schema.TableSchema;
import io.optima.query.format.FileRows;
import io.optima.query.format.OpenRows;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/**
 * An upload on disk as rows, with what is wrong with it in words.
 *
 * @param appendedTo columns that the rows are to have in the end; null when that is open
 */
record Uploaded(
    FileRows files, Spool spool, PublishRequest request, @Nullable TableSchema appendedTo) {
  /** What becomes of the rows. */
  interface Reading {
    Prepared of(ArrowReader rows) throws IOException, SQLException;
  }

  /**
   * Reads the rows. The first rows of CSV usually tell its types; when they mislead, all rows are
   * looked at and the file is read again. What is appended to a table need not look like it: a
   * column of whole numbers may well belong to one of decimals, if every value fits.
   */
  Prepared prepare(Reading reading) throws IOException, SQLException {
    if (request.schema() != null) {
      return prepare(reading, request.schema(), true);
    }
    boolean guesses = request.format() == Format.CSV;
    try {
      return prepare(reading, null, !guesses);
    } catch (OptimaException e) {
      if (!guesses || e.code() != ErrorCode.INVALID_ARGUMENT) {
        throw e;
      }
      return prepare(reading, null, true);
    }
  }

  private Prepared prepare(Reading reading, @Nullable TableSchema schema, boolean thorough)
      throws IOException, SQLException {
    try (OpenRows rows =
        files.open(spool.file(), request.format(), request.csv(), schema, thorough)) {
      if (schema == null && appendedTo != null && !hasColumns(rows.reader(), appendedTo)) {
        return prepare(reading, appendedTo, true);
      }
      try {
        return reading.of(rows.reader());
      } catch (OptimaException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        throw rows.explain(e);
      }
    }
  }

  private static boolean hasColumns(ArrowReader rows, TableSchema columns) throws IOException {
    TableSchema found = ArrowSchemas.fromArrow(rows.getVectorSchemaRoot().getSchema(), rows);
    return Set.copyOf(found.fields()).equals(Set.copyOf(columns.fields()));
  }
}
