package io.optima.identity;

import io.optima.model.ContentId;
import io.optima.model.DigestAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Incremental digests, one for each algorithm a dataset may choose. */
public final class MessageDigests {
  private MessageDigests() {}

  /** A fresh digest; {@link MessageDigest#digest()} makes it fresh again. */
  public static MessageDigest of(DigestAlgorithm algorithm) {
    return switch (algorithm) {
      case SHA256 -> jdk("SHA-256");
      case MD5 -> jdk("MD5");
      case SIPHASH_2_4 -> new SipHashDigest();
    };
  }

  /** Content id of text or binary: the digest of its bytes. */
  public static ContentId ofBytes(DigestAlgorithm algorithm, InputStream bytes) throws IOException {
    MessageDigest digest = of(algorithm);
    byte[] block = new byte[64 * 1024];
    for (int read = bytes.read(block); read >= 0; read = bytes.read(block)) {
      digest.update(block, 0, read);
    }
    return ContentId.of(algorithm, digest.digest());
  }

  private static MessageDigest jdk(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + name, e);
    }
  }
}
