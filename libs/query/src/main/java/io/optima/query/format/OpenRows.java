package io.optima.query.format;

import java.io.IOException;
import java.sql.SQLException;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Rows that are being read, in whatever Arrow types their source has. */
public interface OpenRows extends AutoCloseable {
  ArrowReader reader();

  @Override
  void close() throws IOException, SQLException;
}
