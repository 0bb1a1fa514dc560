package io.optima.identity;

import io.optima.model.DigestAlgorithm;
import io.optima.model.schema.DataType;
import java.security.MessageDigest;
import org.apache.arrow.vector.FieldVector;

/** A column of nothing but nulls: its number says it all. */
final class NullDigest extends ColumnDigest {
  NullDigest(DigestAlgorithm algorithm) {
    super(algorithm, DataType.Simple.NULL);
  }

  @Override
  Mask mask(FieldVector vector, int from, int elements, Mask parent) {
    return Mask.ALL;
  }

  @Override
  long nulls() {
    return count();
  }

  @Override
  void addValues(FieldVector vector, int from, int elements, Mask valid) {}

  @Override
  void finishValues(MessageDigest into) {}
}
