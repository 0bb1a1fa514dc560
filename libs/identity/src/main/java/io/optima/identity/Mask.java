package io.optima.identity;

import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Which elements of a slice are not null; element 0 is the first of the slice. */
final class Mask {
  /** No element is null, however long the slice. */
  static final Mask ALL = new Mask(null, 0);

  private final long @Nullable [] words;
  private final int nulls;

  private Mask(long @Nullable [] words, int nulls) {
    this.words = words;
    this.nulls = nulls;
  }

  /** What is valid in the vector and in its parent. */
  static Mask of(FieldVector vector, int from, int count, Mask parent) {
    long[] own = Bits.read(vector.getValidityBuffer(), from, count);
    if (Bits.ones(own) == count) {
      return parent;
    }
    if (parent.words != null) {
      for (int i = 0; i < own.length; i++) {
        own[i] &= parent.words[i];
      }
    }
    return new Mask(own, count - Bits.ones(own));
  }

  int nulls() {
    return nulls;
  }

  boolean isValid(int element) {
    return words == null || (words[element >>> 6] >>> element & 1) != 0;
  }

  /** Words of the bitmap; only when there are nulls. */
  long word(int index) {
    return words == null ? -1L : words[index];
  }

  /** Sets to zero the places of null elements {@code first} to {@code first + count}. */
  void zeroNulls(byte[] values, int first, int count, int width) {
    if (words == null) {
      return;
    }
    for (int i = 0; i < count; i++) {
      int element = first + i;
      if ((element & 63) == 0 && count - i >= 64 && words[element >>> 6] == -1L) {
        i += 63;
      } else if (!isValid(element)) {
        Arrays.fill(values, i * width, (i + 1) * width, (byte) 0);
      }
    }
  }
}
