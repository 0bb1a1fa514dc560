package io.optima.identity;

import io.optima.model.DigestAlgorithm;
import java.security.MessageDigest;

/** First byte of everything that is digested, so that no two kinds of things share a digest. */
enum Tag {
  LEAF(0),
  NODE(1),
  TABLE(2),
  COLUMN(3),
  VALUES(4),
  LENGTHS(5),
  VALIDITY(6),
  PARTITION(7),
  RECORD(8),
  STREAM(9),
  ABSENT(10);

  private final byte code;

  Tag(int code) {
    this.code = (byte) code;
  }

  /** A digest that has taken in the tag. */
  MessageDigest start(DigestAlgorithm algorithm) {
    MessageDigest digest = MessageDigests.of(algorithm);
    start(digest);
    return digest;
  }

  void start(MessageDigest digest) {
    digest.update(code);
  }
}
