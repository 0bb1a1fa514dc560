package io.optima.model;

import java.util.HexFormat;

/**
 * Address of immutable bytes in the chunk store: their SHA-256, whatever the dataset's own digest
 * is, so that a weak digest chosen for one dataset can never mix up stored bytes.
 */
public record ChunkDigest(String hex) implements Comparable<ChunkDigest> {
  public ChunkDigest {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw OptimaException.invalid(
          "chunk digest '%s' is not 64 hexadecimal digits in lower case", Shown.of(hex));
    }
  }

  public static ChunkDigest of(byte[] sha256) {
    return new ChunkDigest(HexFormat.of().formatHex(sha256));
  }

  @Override
  public int compareTo(ChunkDigest other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
