package io.optima.identity;

import io.optima.model.DigestAlgorithm;
import java.security.MessageDigest;

/** The validity bitmap of a column in a leaf; costs nothing as long as no element is null. */
final class Validity {
  private final MessageDigest digest;
  private final BitSink bits;
  private long nulls;

  Validity(DigestAlgorithm algorithm) {
    digest = MessageDigests.of(algorithm);
    bits = new BitSink(digest);
  }

  /**
   * @param before elements that were added earlier
   */
  void add(Mask valid, int count, long before) {
    if (nulls == 0 && valid.nulls() > 0) {
      Tag.VALIDITY.start(digest);
      bits.appendOnes(before);
    }
    nulls += valid.nulls();
    if (nulls > 0) {
      append(valid, count);
    }
  }

  private void append(Mask valid, int count) {
    if (valid.nulls() == 0) {
      bits.appendOnes(count);
      return;
    }
    for (int i = 0; i < Bits.words(count); i++) {
      bits.append(valid.word(i), Math.min(64, count - i * 64));
    }
  }

  long nulls() {
    return nulls;
  }

  /** Feeds the bitmap's digest if there was a null. */
  void finish(MessageDigest into) {
    if (nulls > 0) {
      into.update(bits.finish());
    }
    nulls = 0;
  }
}
