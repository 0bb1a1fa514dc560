package io.optima.query.secure;

import io.optima.identity.ArrowSchemas;
import io.optima.identity.LeafRange;
import io.optima.model.schema.TableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows of a segment from its decoded columns; whole leaves are not copied. */
final class DecodedReader extends ArrowReader {
  private final List<DecodedColumn> columns;
  private final TableSchema schema;
  private final long end;
  private long at;
  private long bytesRead;

  /**
   * Takes over the columns, which are in the schema's order.
   *
   * @param range of rows, counted from the segment's first
   */
  DecodedReader(
      List<DecodedColumn> columns, TableSchema schema, RowRange range, BufferAllocator allocator) {
    super(allocator);
    this.columns = columns;
    this.schema = schema;
    this.at = range.first();
    this.end = range.end();
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    if (at >= end) {
      return false;
    }
    int leaf = (int) (at / LeafRange.LEAF_ROWS);
    int from = (int) (at % LeafRange.LEAF_ROWS);
    ArrowRecordBatch batch = leaf(leaf);
    int count = (int) Math.min(batch.getLength() - from, end - at);
    bytesRead += batch.computeBodyLength();
    loadRecordBatch(count == batch.getLength() ? batch : slice(batch, from, count));
    at += count;
    return true;
  }

  private ArrowRecordBatch leaf(int number) throws IOException {
    List<ArrowRecordBatch> parts = new ArrayList<>();
    try {
      for (DecodedColumn column : columns) {
        parts.add(column.leaf(number, allocator));
      }
      List<ArrowFieldNode> nodes = new ArrayList<>();
      List<ArrowBuf> buffers = new ArrayList<>();
      for (ArrowRecordBatch part : parts) {
        nodes.addAll(part.getNodes());
        buffers.addAll(part.getBuffers());
      }
      return new ArrowRecordBatch(parts.getFirst().getLength(), nodes, buffers);
    } finally {
      parts.forEach(ArrowRecordBatch::close);
    }
  }

  private ArrowRecordBatch slice(ArrowRecordBatch batch, int from, int count) {
    try (batch;
        VectorSchemaRoot whole = VectorSchemaRoot.create(readSchema(), allocator)) {
      new VectorLoader(whole).load(batch);
      try (VectorSchemaRoot part = whole.slice(from, count)) {
        return new VectorUnloader(part).getRecordBatch();
      }
    }
  }

  @Override
  public long bytesRead() {
    return bytesRead;
  }

  @Override
  protected void closeReadSource() {
    columns.forEach(DecodedColumn::release);
  }

  @Override
  protected Schema readSchema() {
    return ArrowSchemas.toArrow(schema);
  }
}
