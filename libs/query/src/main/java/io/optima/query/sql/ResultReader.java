package io.optima.query.sql;

import io.optima.identity.ArrowSchemas;
import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.format.CanonicalReader;
import io.optima.query.secure.Closing;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Rows of a query, which starts when the first are asked for; errors are fit for callers. */
final class ResultReader extends ArrowReader {
  private final Execution.Start start;
  private final StatementShape shape;
  private final Cancellation cancellation;
  private final UnaryOperator<SQLException> again;
  private final Closing opened = new Closing();
  private @Nullable CanonicalReader rows;

  /**
   * Reads what the statement yields.
   *
   * @param again finds out why the statement failed to start
   */
  ResultReader(
      Execution.Start start,
      StatementShape shape,
      Cancellation cancellation,
      UnaryOperator<SQLException> again,
      BufferAllocator allocator) {
    super(allocator);
    this.start = start;
    this.shape = shape;
    this.cancellation = cancellation;
    this.again = again;
  }

  @Override
  public boolean loadNextBatch() {
    try {
      prepareLoadNextBatch();
      CanonicalReader source = started();
      if (!source.loadNextBatch()) {
        cancellation.require();
        return false;
      }
      loadRecordBatch(new VectorUnloader(source.getVectorSchemaRoot()).getRecordBatch());
      return true;
    } catch (IOException | RuntimeException e) {
      cancellation.require();
      throw EngineErrors.ofRunning(e);
    }
  }

  private CanonicalReader started() {
    CanonicalReader running = rows;
    if (running != null) {
      cancellation.require();
      return running;
    }
    try {
      cancellation.require();
      ResultSet result = opened.add(start.rows());
      ArrowReader reader = opened.add(DuckDb.read(result, allocator));
      rows = opened.add(new CanonicalReader(reader, columns(reader), () -> {}, allocator));
      return rows;
    } catch (SQLException e) {
      cancellation.require();
      SQLException why = again.apply(e);
      cancellation.require();
      throw EngineErrors.ofRunning(why);
    } catch (IOException e) {
      throw EngineErrors.ofRunning(e);
    }
  }

  /** The promised names; the types of the rows where the promise left them open. */
  private TableSchema columns(ArrowReader reader) throws IOException {
    if (shape.certain()) {
      return shape.columns();
    }
    List<Field> named = new ArrayList<>();
    List<Field> fields = reader.getVectorSchemaRoot().getSchema().getFields();
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      String name = shape.columns().names().get(i);
      named.add(new Field(name, field.getFieldType(), field.getChildren()));
    }
    return ArrowSchemas.fromArrow(new Schema(named), reader);
  }

  @Override
  public long bytesRead() {
    return rows == null ? 0 : rows.bytesRead();
  }

  @Override
  protected void closeReadSource() {
    opened.close();
  }

  @Override
  protected Schema readSchema() throws IOException {
    return shape.certain()
        ? ArrowSchemas.toArrow(shape.columns())
        : started().getVectorSchemaRoot().getSchema();
  }
}
