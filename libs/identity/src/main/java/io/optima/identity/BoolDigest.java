package io.optima.identity;

import io.optima.model.DigestAlgorithm;
import io.optima.model.schema.DataType;
import java.security.MessageDigest;
import org.apache.arrow.vector.FieldVector;

/** Truth values, one bit each. */
final class BoolDigest extends ColumnDigest {
  private final MessageDigest values;
  private final BitSink bits;

  BoolDigest(DigestAlgorithm algorithm) {
    super(algorithm, DataType.Simple.BOOL);
    values = Tag.VALUES.start(algorithm);
    bits = new BitSink(values);
  }

  @Override
  void addValues(FieldVector vector, int from, int elements, Mask valid) {
    long[] words = Bits.read(vector.getDataBuffer(), from, elements);
    for (int i = 0; i < words.length; i++) {
      words[i] &= valid.word(i);
    }
    bits.append(words, elements);
  }

  @Override
  void finishValues(MessageDigest into) {
    into.update(bits.finish());
    Tag.VALUES.start(values);
  }
}
