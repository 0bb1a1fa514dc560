package io.optima.store;

import io.optima.model.ChunkDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest chunks are addressed by. */
final class Sha256 {
  private static final int BUFFER = 1 << 17;

  private Sha256() {}

  static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static ChunkDigest of(byte[] bytes) {
    return ChunkDigest.of(start().digest(bytes));
  }

  static ChunkDigest of(Path file) throws IOException {
    MessageDigest digest = start();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return ChunkDigest.of(digest.digest());
  }
}
