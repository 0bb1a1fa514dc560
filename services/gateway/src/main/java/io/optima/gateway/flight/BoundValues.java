package io.optima.gateway.flight;

import io.optima.identity.ArrowSchemas;
import io.optima.identity.CanonicalRows;
import io.optima.model.OptimaException;
import io.optima.model.schema.DataType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Values bound to a prepared statement: one row, whose columns are the parameters in their order.
 * In a handle they stand as an Arrow IPC stream in Base64.
 */
record BoundValues(List<DataType> types, List<@Nullable Object> values) {
  private static final BoundValues NONE = new BoundValues(List.of(), List.of());

  /** Handles travel with every call: what is larger belongs into a dataset. */
  private static final int MOST_BYTES = 1 << 20;

  static BoundValues decode(String encoded, BufferAllocator allocator) {
    if (encoded.isEmpty()) {
      return NONE;
    }
    byte[] bytes = Base64.getDecoder().decode(encoded);
    try (ArrowStreamReader reader =
        new ArrowStreamReader(new ByteArrayInputStream(bytes), allocator)) {
      if (!reader.loadNextBatch()) {
        throw OptimaException.invalid("the handle holds no parameters");
      }
      return of(reader.getVectorSchemaRoot());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BoundValues of(VectorSchemaRoot row) {
    List<DataType> types =
        ArrowSchemas.fromArrow(row.getSchema()).fields().stream()
            .map(io.optima.model.schema.Field::type)
            .toList();
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      values.add(PlainValues.of(row.getVector(i), 0, types.get(i)));
    }
    return new BoundValues(types, values);
  }

  /** The one row that the client sends. */
  static String encode(FlightStream stream, BufferAllocator allocator) {
    String encoded = "";
    while (stream.next()) {
      int rows = stream.getRoot().getRowCount();
      if (rows > 1 || (rows == 1 && !encoded.isEmpty())) {
        throw OptimaException.invalid(
            "more than one row was bound: run the statement once for each");
      }
      if (rows == 1) {
        encoded = encode(stream.getRoot(), stream.getDictionaryProvider(), allocator);
      }
    }
    return encoded;
  }

  private static String encode(
      VectorSchemaRoot row, DictionaryProvider dictionaries, BufferAllocator allocator) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (VectorSchemaRoot canonical =
            CanonicalRows.normalize(numbered(row), dictionaries, 0, allocator);
        ArrowStreamWriter writer = new ArrowStreamWriter(canonical, null, bytes)) {
      writer.writeBatch();
      writer.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (bytes.size() > MOST_BYTES) {
      throw OptimaException.invalid(
          "the bound parameters take %d bytes: at most %d", bytes.size(), MOST_BYTES);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /** Clients name these columns as they like, or not at all: their order is what counts. */
  private static VectorSchemaRoot numbered(VectorSchemaRoot row) {
    List<Field> fields = new ArrayList<>();
    List<FieldVector> vectors = row.getFieldVectors();
    for (int i = 0; i < vectors.size(); i++) {
      Field field = vectors.get(i).getField();
      fields.add(new Field(String.valueOf(i + 1), field.getFieldType(), field.getChildren()));
    }
    return new VectorSchemaRoot(new Schema(fields), vectors, row.getRowCount());
  }
}
