package io.optima.query.publish;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** What rows take in memory. */
final class ArrowSizes {
  private ArrowSizes() {}

  static long bytes(VectorSchemaRoot rows) {
    return rows.getFieldVectors().stream().mapToLong(FieldVector::getBufferSize).sum();
  }
}
