package io.optima.identity;

import io.optima.model.DigestAlgorithm;
import io.optima.model.schema.DataType;
import java.security.MessageDigest;
import org.apache.arrow.vector.FieldVector;

/** Numbers, dates and times: little-endian values side by side, null ones zero. */
final class FixedWidthDigest extends ColumnDigest {
  private final MessageDigest values;
  private final int width;
  private final ValueForm form;
  private final Scratch scratch;

  private FixedWidthDigest(
      DigestAlgorithm algorithm, DataType type, int width, ValueForm form, Scratch scratch) {
    super(algorithm, type);
    this.values = Tag.VALUES.start(algorithm);
    this.width = width;
    this.form = form;
    this.scratch = scratch;
  }

  static ColumnDigest simple(DigestAlgorithm algorithm, DataType.Simple type, Scratch scratch) {
    return new FixedWidthDigest(algorithm, type, width(type), form(type), scratch);
  }

  static ColumnDigest decimal(DigestAlgorithm algorithm, DataType.Decimal type, Scratch scratch) {
    ValueForm form = type.precision() <= 18 ? ValueForm.SHORT_DECIMAL : ValueForm.AS_IS;
    return new FixedWidthDigest(algorithm, type, 16, form, scratch);
  }

  private static int width(DataType.Simple type) {
    return switch (type) {
      case INT8, UINT8 -> 1;
      case INT16, UINT16 -> 2;
      case INT32, UINT32, FLOAT32, DATE -> 4;
      case INT64, UINT64, FLOAT64, TIME, TIMESTAMP, TIMESTAMP_NS, TIMESTAMP_UTC -> 8;
      case INTERVAL -> 16;
      case NULL, BOOL, UTF8, BINARY ->
          throw new IllegalArgumentException(type.text() + " has no fixed width");
    };
  }

  private static ValueForm form(DataType.Simple type) {
    return switch (type) {
      case FLOAT32 -> ValueForm.FLOAT32;
      case FLOAT64 -> ValueForm.FLOAT64;
      case INTERVAL -> ValueForm.INTERVAL;
      default -> ValueForm.AS_IS;
    };
  }

  @Override
  void addValues(FieldVector vector, int from, int elements, Mask valid) {
    int block = Scratch.BYTES / width;
    for (int done = 0; done < elements; done += block) {
      int count = Math.min(block, elements - done);
      vector
          .getDataBuffer()
          .getBytes((long) (from + done) * width, scratch.block, 0, count * width);
      valid.zeroNulls(scratch.block, done, count, width);
      values.update(scratch.block, 0, form.apply(scratch.block, count * width));
    }
  }

  @Override
  void finishValues(MessageDigest into) {
    into.update(values.digest());
    Tag.VALUES.start(values);
  }
}
