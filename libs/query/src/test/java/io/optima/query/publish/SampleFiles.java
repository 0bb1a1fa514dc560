package io.optima.query.publish;

import io.optima.model.dataset.Format;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckDbSettings;
import io.optima.query.duckdb.Sql;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;

/** Rows of a query as files that DuckDB and Arrow write by themselves, Optima not involved. */
final class SampleFiles implements AutoCloseable {
  private final DuckDb duckDb;
  private final Path folder;
  private final BufferAllocator allocator;

  SampleFiles(Path folder, BufferAllocator allocator) {
    this.duckDb = DuckDb.open(new DuckDbSettings(1L << 29, 2, folder.resolve("spill")));
    this.folder = folder;
    this.allocator = allocator;
  }

  byte[] of(Format format, String query) throws IOException, SQLException {
    return switch (format) {
      case CSV -> copied(query, "format csv, header");
      case JSON -> copied(query, "format json, array true");
      case PARQUET -> copied(query, "format parquet");
      default -> arrow(query, 1_000);
    };
  }

  /** A file by {@code copy} with options. */
  byte[] copied(String query, String options) throws IOException, SQLException {
    Path file = folder.resolve("sample-" + UUID.randomUUID());
    duckDb.execute("copy (%s) to %s (%s)".formatted(query, Sql.text(file), options));
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    return bytes;
  }

  /** An Arrow stream with batches of at most that many rows. */
  byte[] arrow(String query, int batchRows) throws IOException, SQLException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Connection connection = duckDb.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query);
        ArrowReader rows = DuckDb.read(result, batchRows, allocator);
        ArrowStreamWriter writer = new ArrowStreamWriter(rows.getVectorSchemaRoot(), rows, bytes)) {
      while (rows.loadNextBatch()) {
        writer.writeBatch();
      }
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    duckDb.close();
  }
}
