package io.optima.query.format;

import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckDbSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A DuckDB with a folder, for all tries of a property. */
record ScratchDuckDb(Path folder, DuckDb duckDb) implements AutoCloseable {
  static ScratchDuckDb open() {
    try {
      Path folder = Files.createTempDirectory("optima-property");
      return new ScratchDuckDb(folder, DuckDb.open(new DuckDbSettings(1L << 29, 2, folder)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    duckDb.close();
    try (var left = Files.walk(folder)) {
      left.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }
}
