package io.optima.query.format;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.sql.SQLException;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Rows that are being read, in whatever Arrow types their source has. */
public interface OpenRows extends AutoCloseable {
  ArrowReader reader();

  /** What is wrong with the source, given how reading it failed. */
  default OptimaException explain(Exception failure) {
    return new OptimaException(ErrorCode.INTERNAL, "the rows could not be read", failure);
  }

  @Override
  void close() throws IOException, SQLException;
}
