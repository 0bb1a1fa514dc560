package io.optima.query.publish;

import io.optima.model.OptimaException;
import io.optima.model.dataset.Format;
import io.optima.model.schema.TableSchema;
import io.optima.query.format.FileRows;
import io.optima.query.format.OpenRows;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/**
 * An upload as rows.
 *
 * @param appendedTo columns that the rows are to have in the end; null when that is open
 */
record Uploaded(
    FileRows files, Arriving upload, PublishRequest request, @Nullable TableSchema appendedTo) {
  /** What the first rows of CSV tell their types by; more bytes are not waited for. */
  private static final int SAMPLE_BYTES = 32 << 20;

  /** What becomes of the rows. */
  interface Reading {
    Prepared of(ArrowReader rows) throws IOException, SQLException;
  }

  /**
   * Reads the rows while the upload comes in: CSV that is written the usual way, its columns not
   * declared. Empty when they are to be {@linkplain #prepare read} once it is whole.
   */
  Optional<Prepared> early(Path scratch, Reading reading) throws IOException, SQLException {
    if (request.format() != Format.CSV || request.schema() != null) {
      return Optional.empty();
    }
    Path sample = upload.sample(SAMPLE_BYTES, scratch);
    Optional<ArrowReader> usual = files.usual(sample, request.csv(), upload::open);
    if (usual.isEmpty()) {
      return Optional.empty();
    }
    try (ArrowReader rows = usual.get()) {
      return appendedTo == null || Columns.areThose(appendedTo, rows)
          ? Optional.of(reading.of(rows))
          : Optional.empty();
    }
  }

  /**
   * Reads the rows of the whole upload, and says what is wrong with them. What is appended to a
   * table need not look like it: a column of whole numbers may well belong to one of decimals, if
   * every value fits.
   */
  Prepared prepare(Reading reading) throws IOException, SQLException {
    return prepare(reading, request.schema());
  }

  private Prepared prepare(Reading reading, @Nullable TableSchema schema)
      throws IOException, SQLException {
    try (OpenRows rows = files.open(upload.file(), request.format(), request.csv(), schema)) {
      if (schema == null && appendedTo != null && !Columns.areThose(appendedTo, rows.reader())) {
        return prepare(reading, appendedTo);
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
}
