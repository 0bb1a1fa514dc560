package io.optima.identity;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * SipHash-2-4 with 64 bits, the key bytes 00 to 0f of the reference implementation, and the digest
 * as its eight little-endian bytes.
 */
final class SipHashDigest extends MessageDigest {
  private static final int BYTES = 8;

  private Hasher hasher = start();

  SipHashDigest() {
    super("SipHash-2-4");
  }

  private static Hasher start() {
    return Hashing.sipHash24().newHasher();
  }

  @Override
  protected int engineGetDigestLength() {
    return BYTES;
  }

  @Override
  protected void engineUpdate(byte input) {
    hasher.putByte(input);
  }

  @Override
  protected void engineUpdate(byte[] input, int offset, int length) {
    hasher.putBytes(input, offset, length);
  }

  @Override
  protected void engineUpdate(ByteBuffer input) {
    hasher.putBytes(input);
  }

  @Override
  protected byte[] engineDigest() {
    byte[] digest = hasher.hash().asBytes();
    engineReset();
    return digest;
  }

  @Override
  protected void engineReset() {
    hasher = start();
  }
}
