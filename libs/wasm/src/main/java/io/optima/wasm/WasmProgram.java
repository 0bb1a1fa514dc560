package io.optima.wasm;

import io.optima.model.ChunkDigest;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The bytes of a module, and what it is called in messages, as {@code tools/scorer@2}. */
public final class WasmProgram {
  private static final int LARGEST = 64 << 20;

  private final String name;
  private final byte[] bytes;
  private final ChunkDigest digest;

  private WasmProgram(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
    this.digest = digest(bytes);
  }

  /**
   * A module.
   *
   * @throws OptimaException RESOURCE_EXHAUSTED when it has more than 64 MiB
   */
  public static WasmProgram of(String name, byte[] bytes) {
    if (bytes.length > LARGEST) {
      throw OptimaException.of(
          ErrorCode.RESOURCE_EXHAUSTED,
          "module %s has %d bytes; at most %d are compiled",
          name,
          bytes.length,
          LARGEST);
    }
    return new WasmProgram(name, bytes.clone());
  }

  public String name() {
    return name;
  }

  public ChunkDigest digest() {
    return digest;
  }

  /** A copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The SHA-256 of bytes. */
  public static ChunkDigest digest(byte[] bytes) {
    try {
      return ChunkDigest.of(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
