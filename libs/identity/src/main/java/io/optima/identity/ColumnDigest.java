package io.optima.identity;

import io.optima.model.DigestAlgorithm;
import io.optima.model.schema.DataType;
import java.security.MessageDigest;
import org.apache.arrow.vector.FieldVector;

/**
 * Digest of a column, or of a part of a nested one, over the elements of one leaf. Elements arrive
 * in slices of any length and leave nothing behind but the state of a few digests.
 */
abstract class ColumnDigest {
  private final DigestAlgorithm algorithm;
  private final byte[] type;
  private final MessageDigest whole;
  private final Validity validity;
  private long count;

  ColumnDigest(DigestAlgorithm algorithm, DataType type) {
    this.algorithm = algorithm;
    this.type = type.text().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    this.whole = MessageDigests.of(algorithm);
    this.validity = new Validity(algorithm);
  }

  static ColumnDigest of(DigestAlgorithm algorithm, DataType type, Scratch scratch) {
    return switch (type) {
      case DataType.Simple simple -> simple(algorithm, simple, scratch);
      case DataType.Decimal decimal -> FixedWidthDigest.decimal(algorithm, decimal, scratch);
      case DataType.ListOf list -> new ListDigest(algorithm, list, scratch);
      case DataType.MapOf map -> new ListDigest(algorithm, map, scratch);
      case DataType.Struct struct -> new StructDigest(algorithm, struct, scratch);
    };
  }

  private static ColumnDigest simple(
      DigestAlgorithm algorithm, DataType.Simple type, Scratch scratch) {
    return switch (type) {
      case NULL -> new NullDigest(algorithm);
      case BOOL -> new BoolDigest(algorithm);
      case UTF8, BINARY -> new BytesDigest(algorithm, type, scratch);
      default -> FixedWidthDigest.simple(algorithm, type, scratch);
    };
  }

  /**
   * Takes in elements {@code from} to {@code from + count} of a canonical vector.
   *
   * @param parent elements whose parent is null count as null, whatever the vector says
   */
  final void add(FieldVector vector, int from, int elements, Mask parent) {
    if (elements == 0) {
      return;
    }
    Mask valid = mask(vector, from, elements, parent);
    addValues(vector, from, elements, valid);
    validity.add(valid, elements, count);
    count += elements;
  }

  Mask mask(FieldVector vector, int from, int elements, Mask parent) {
    return Mask.of(vector, from, elements, parent);
  }

  /** Takes in the values; null ones as the type's zero. */
  abstract void addValues(FieldVector vector, int from, int elements, Mask valid);

  /** Feeds the digests of values, lengths or children, and forgets the elements. */
  abstract void finishValues(MessageDigest into);

  long nulls() {
    return validity.nulls();
  }

  final long count() {
    return count;
  }

  /** The digest of all elements since the last call. */
  final byte[] finish() {
    Tag.COLUMN.start(whole);
    byte[] number = new byte[Long.BYTES];
    Bits.INT.set(number, 0, type.length);
    whole.update(number, 0, Integer.BYTES);
    whole.update(type);
    Bits.LONG.set(number, 0, count);
    whole.update(number);
    Bits.LONG.set(number, 0, nulls());
    whole.update(number);
    finishValues(whole);
    validity.finish(whole);
    count = 0;
    return whole.digest();
  }

  final DigestAlgorithm algorithm() {
    return algorithm;
  }
}
