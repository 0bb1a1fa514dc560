package io.optima.query.format;

import io.optima.identity.ArrowSchemas;
import io.optima.identity.CanonicalRows;
import io.optima.model.schema.TableSchema;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows of DuckDB in canonical Arrow, under the names of a schema that was promised before. */
public class CanonicalReader extends ArrowReader {
  private final ArrowReader source;
  private final TableSchema columns;
  private final AutoCloseable behind;
  private long rowsRead;

  /**
   * Reads from {@code source}, whose columns match by position.
   *
   * @param behind closed with this reader, after which nothing of the source is left
   */
  public CanonicalReader(
      ArrowReader source, TableSchema columns, AutoCloseable behind, BufferAllocator allocator) {
    super(allocator);
    this.source = source;
    this.columns = columns;
    this.behind = behind;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    if (!source.loadNextBatch()) {
      return false;
    }
    VectorSchemaRoot rows = named(source.getVectorSchemaRoot());
    try (VectorSchemaRoot canonical = CanonicalRows.normalize(rows, source, rowsRead, allocator)) {
      requireType(canonical.getSchema());
      rowsRead += canonical.getRowCount();
      loadRecordBatch(new VectorUnloader(canonical).getRecordBatch());
    }
    return true;
  }

  /** The same vectors under the promised names; they stay the source's. */
  private VectorSchemaRoot named(VectorSchemaRoot rows) {
    List<Field> promised = ArrowSchemas.toArrow(columns).getFields();
    List<Field> fields = new java.util.ArrayList<>();
    for (int i = 0; i < promised.size(); i++) {
      Field field = rows.getVector(i).getField();
      fields.add(new Field(promised.get(i).getName(), field.getFieldType(), field.getChildren()));
    }
    return new VectorSchemaRoot(fields, rows.getFieldVectors(), rows.getRowCount());
  }

  private void requireType(Schema canonical) {
    if (!canonical.equals(readSchema())) {
      throw new IllegalStateException(
          "rows are " + canonical + ", promised were " + columns.text());
    }
  }

  @Override
  public long bytesRead() {
    return source.bytesRead();
  }

  @Override
  protected void closeReadSource() throws IOException {
    try {
      behind.close();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  @Override
  protected Schema readSchema() {
    return ArrowSchemas.toArrow(columns);
  }
}
