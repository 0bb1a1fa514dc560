package io.optima.kv;

import io.optima.identity.ArrowSchemas;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.query.protobuf.RowMessages;
import io.optima.query.protobuf.RowVectors;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows as entries: the key with the row's number behind it, and the message. */
final class KeyedRows extends ArrowReader {
  static final String KEY = "key";
  static final String MESSAGE = "message";
  private static final TableSchema ENTRIES =
      new TableSchema(List.of(new Field(KEY, Simple.BINARY), new Field(MESSAGE, Simple.BINARY)));

  private final ArrowReader rows;
  private final KeyFormat format;
  private final RowMessages messages;
  private long number;

  KeyedRows(ArrowReader rows, KeyFormat format, RowMessages messages, BufferAllocator allocator) {
    super(allocator);
    this.rows = rows;
    this.format = format;
    this.messages = messages;
  }

  /** Rows so far. */
  long number() {
    return number;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    VectorSchemaRoot entries = getVectorSchemaRoot();
    // whoever took the last batch may still have its memory
    entries.clear();
    if (!rows.loadNextBatch()) {
      return false;
    }
    VectorSchemaRoot batch = rows.getVectorSchemaRoot();
    RowVectors values = new RowVectors(messages, batch);
    VarBinaryVector key = (VarBinaryVector) entries.getVector(KEY);
    VarBinaryVector message = (VarBinaryVector) entries.getVector(MESSAGE);
    KeyBytes bytes = new KeyBytes();
    for (int row = 0; row < batch.getRowCount(); row++) {
      bytes.clear();
      format.append(bytes, batch, row);
      bytes.row(number++);
      key.setSafe(row, bytes.toArray());
      message.setSafe(row, values.encode(row).toByteArray());
    }
    entries.setRowCount(batch.getRowCount());
    return true;
  }

  @Override
  public long bytesRead() {
    return rows.bytesRead();
  }

  @Override
  protected void closeReadSource() {}

  @Override
  protected Schema readSchema() {
    return ArrowSchemas.toArrow(ENTRIES);
  }
}
