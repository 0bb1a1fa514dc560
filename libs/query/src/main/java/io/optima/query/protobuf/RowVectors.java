package io.optima.query.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.optima.model.OptimaException;
import io.optima.model.schema.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the columns of a batch of canonical Arrow, which may have others; columns that it does
 * not have are null.
 */
public final class RowVectors {
  private final RowMessages messages;
  private final List<Field> columns;
  private final List<@Nullable FieldVector> vectors = new ArrayList<>();

  public RowVectors(RowMessages messages, VectorSchemaRoot batch) {
    this.messages = messages;
    this.columns = messages.schema().columns().fields();
    for (Field column : columns) {
      vectors.add(batch.getVector(column.name()));
    }
  }

  /**
   * Sets the columns of a row, behind those that were set before.
   *
   * @throws OptimaException INVALID_ARGUMENT when the value is no row; nothing is set then
   */
  public void decode(int row, byte[] value) {
    @Nullable Object[] values = messages.columns(UnsafeByteOperations.unsafeWrap(value));
    for (int i = 0; i < values.length; i++) {
      FieldVector vector = Objects.requireNonNull(vectors.get(i));
      VectorValues.set(vector, row, columns.get(i).type(), values[i]);
    }
  }

  /**
   * The row's columns as a message.
   *
   * @throws OptimaException INVALID_ARGUMENT naming the column that no message can hold
   */
  public ByteString encode(int row) {
    @Nullable Object[] values = new Object[vectors.size()];
    for (int i = 0; i < values.length; i++) {
      FieldVector vector = vectors.get(i);
      values[i] = vector == null ? null : VectorValues.get(vector, row, columns.get(i).type());
    }
    return messages.value(values);
  }
}
