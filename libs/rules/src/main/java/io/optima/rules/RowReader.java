package io.optima.rules;

import io.optima.identity.ArrowSchemas;
import io.optima.model.schema.TableSchema;
import io.optima.rules.Decision.Emitted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** An output of rules, made row by row as it is read. The source stays the caller's. */
final class RowReader extends ArrowReader {
  private static final int ROWS_AT_ONCE = 16_384;

  private final TableSchema columns;
  private final TableSchema schema;
  private final String output;
  private final RowRules rules;
  private final ArrowReader source;
  private List<FieldVector> read = List.of();
  private int at;
  private int end;

  /**
   * @param columns that expressions read
   * @param schema of the output
   */
  RowReader(
      TableSchema columns,
      TableSchema schema,
      String output,
      RowRules rules,
      ArrowReader source,
      BufferAllocator allocator) {
    super(allocator);
    this.columns = columns;
    this.schema = schema;
    this.output = output;
    this.rules = rules;
    this.source = source;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    int made = 0;
    while (made == 0) {
      if (at == end && !advance()) {
        return false;
      }
      int until = Math.min(end, at + ROWS_AT_ONCE);
      getVectorSchemaRoot().allocateNew();
      for (; at < until; at++) {
        made += write(at, made);
      }
    }
    getVectorSchemaRoot().setRowCount(made);
    return true;
  }

  private boolean advance() throws IOException {
    if (!source.loadNextBatch()) {
      return false;
    }
    VectorSchemaRoot batch = source.getVectorSchemaRoot();
    at = 0;
    end = batch.getRowCount();
    read = columns.names().stream().map(batch::getVector).toList();
    return true;
  }

  /** Returns how many rows came of it. */
  private int write(int row, int to) throws IOException {
    @Nullable Object[] values = new Object[read.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Cells.get(read.get(i), row);
    }
    Decision decision = rules.decide(values);
    if (!output.equals(Rules.ROWS) && !output.equals(Rules.REJECTED)) {
      return emit(decision, to);
    }
    if ((decision.rejected() == null) != output.equals(Rules.ROWS)) {
      return 0;
    }
    write(decision, row, to);
    return 1;
  }

  private int emit(Decision decision, int to) throws IOException {
    int made = 0;
    for (Emitted emitted : decision.emitted()) {
      if (emitted.output().equals(output)) {
        for (FieldVector vector : getVectorSchemaRoot().getFieldVectors()) {
          Cells.set(vector, to + made, emitted.values().get(vector.getName()));
        }
        made++;
      }
    }
    return made;
  }

  private void write(Decision decision, int row, int to) throws IOException {
    Map<String, @Nullable Object> set =
        output.equals(Rules.ROWS) ? decision.set() : new LinkedHashMap<>();
    List<FieldVector> vectors = getVectorSchemaRoot().getFieldVectors();
    List<FieldVector> from = source.getVectorSchemaRoot().getFieldVectors();
    for (int i = 0; i < vectors.size(); i++) {
      FieldVector vector = vectors.get(i);
      if (set.containsKey(vector.getName())) {
        Cells.set(vector, to, set.get(vector.getName()));
      } else if (i < from.size()) {
        vector.copyFromSafe(row, to, from.get(i));
      } else {
        Cells.set(vector, to, told(decision, vector.getName()));
      }
    }
  }

  private static @Nullable Object told(Decision decision, String column) {
    return switch (column) {
      case Outputs.FIRED -> decision.fired();
      case Outputs.WHY -> decision.why();
      case Outputs.FAILED -> new ArrayList<>(decision.failed().keySet());
      case Outputs.TAGS -> decision.tags();
      case Outputs.REASON -> decision.rejected();
      default -> null;
    };
  }

  @Override
  public long bytesRead() {
    return source.bytesRead();
  }

  @Override
  protected void closeReadSource() {
    // the source is closed by whoever opened it
  }

  @Override
  protected Schema readSchema() {
    return ArrowSchemas.toArrow(schema);
  }
}
