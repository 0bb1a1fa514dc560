package io.optima.identity;

import io.optima.model.DigestAlgorithm;
import io.optima.model.schema.DataType;
import java.security.MessageDigest;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;

/** Text and binary: all bytes, one value behind the other, and their lengths. */
final class BytesDigest extends ColumnDigest {
  private final MessageDigest values;
  private final LengthsDigest lengths;
  private final Scratch scratch;

  BytesDigest(DigestAlgorithm algorithm, DataType type, Scratch scratch) {
    super(algorithm, type);
    this.values = Tag.VALUES.start(algorithm);
    this.lengths = new LengthsDigest(algorithm, scratch);
    this.scratch = scratch;
  }

  @Override
  void addValues(FieldVector vector, int from, int elements, Mask valid) {
    ArrowBuf bytes = vector.getDataBuffer();
    lengths.add(
        vector.getOffsetBuffer(),
        from,
        elements,
        valid,
        (start, length) -> scratch.copy(bytes, start, length, values));
  }

  @Override
  void finishValues(MessageDigest into) {
    into.update(values.digest());
    Tag.VALUES.start(values);
    lengths.finish(into);
  }
}
