package io.optima.query.publish;

import io.optima.model.OptimaException;
import io.optima.model.dataset.Format;
import io.optima.query.format.FileRows;
import io.optima.query.format.OpenRows;
import java.io.IOException;
import java.sql.SQLException;
import org.apache.arrow.vector.ipc.ArrowReader;

/** An upload on disk as rows, with what is wrong with it in words. */
record Uploaded(FileRows files, Spool spool, PublishRequest request) {
  /** What becomes of the rows. */
  interface Reading {
    Prepared of(ArrowReader rows) throws IOException, SQLException;
  }

  /**
   * Reads the rows. The first rows of CSV usually tell its types; when they mislead, all rows are
   * looked at and the file is read again.
   */
  Prepared prepare(Reading reading) throws IOException, SQLException {
    boolean guesses = request.format() == Format.CSV && request.schema() == null;
    try {
      return prepare(reading, !guesses);
    } catch (OptimaException e) {
      if (!guesses || e.code() != io.optima.model.ErrorCode.INVALID_ARGUMENT) {
        throw e;
      }
      return prepare(reading, true);
    }
  }

  private Prepared prepare(Reading reading, boolean thorough) throws IOException, SQLException {
    try (OpenRows rows =
        files.open(spool.file(), request.format(), request.csv(), request.schema(), thorough)) {
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
