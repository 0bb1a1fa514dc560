package io.optima.query.pipe;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.schema.TableSchema;
import io.optima.query.format.CanonicalReader;
import io.optima.query.format.OpenRows;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;

/** The rows that come out, in canonical Arrow, every failure explained. */
final class ReadBack {
  private final String name;
  private final Feeder feeder;

  ReadBack(String name, Feeder feeder) {
    this.name = name;
    this.feeder = feeder;
  }

  CanonicalReader reader(OpenRows rows, TableSchema columns, BufferAllocator allocator) {
    AutoCloseable behind =
        () -> {
          feeder.stop();
          rows.close();
        };
    return new CanonicalReader(rows.reader(), columns, behind, allocator) {
      @Override
      public boolean loadNextBatch() throws IOException {
        try {
          return super.loadNextBatch();
        } catch (IOException | RuntimeException e) {
          throw explained(rows, e);
        }
      }
    };
  }

  OptimaException explained(OpenRows rows, Exception failure) {
    return explained(failure instanceof OptimaException known ? known : rows.explain(failure));
  }

  /** Failures of the process are as they are; others are of what it wrote. */
  OptimaException explained(OptimaException failure) {
    OptimaException reason = feeder.reason(failure);
    if (reason != failure || failure.text().startsWith(name)) {
      return reason;
    }
    ErrorCode code =
        failure.code() == ErrorCode.RESOURCE_EXHAUSTED
            ? ErrorCode.RESOURCE_EXHAUSTED
            : ErrorCode.FAILED_PRECONDITION;
    return new OptimaException(
        code, name + " wrote what cannot be read: " + failure.text(), failure);
  }
}
