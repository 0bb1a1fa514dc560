package io.optima.gateway;

import io.optima.query.secure.SecuredRelation;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;

/** Rows as an Arrow IPC stream. */
final class ArrowFiles {
  private ArrowFiles() {}

  static void write(
      SecuredRelation relation,
      List<String> columns,
      long offset,
      long limit,
      BufferAllocator allocator,
      OutputStream out)
      throws IOException {
    try (ArrowReader rows = relation.read(columns, offset, limit, allocator);
        ArrowStreamWriter writer = new ArrowStreamWriter(rows.getVectorSchemaRoot(), rows, out)) {
      writer.start();
      while (rows.loadNextBatch()) {
        writer.writeBatch();
      }
      writer.end();
    }
  }
}
