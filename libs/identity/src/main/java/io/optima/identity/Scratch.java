package io.optima.identity;

import java.security.MessageDigest;
import org.apache.arrow.memory.ArrowBuf;

/** The block through which buffers outside the heap reach a digest; of one thread. */
final class Scratch {
  /** Small enough for the first-level cache; a multiple of 64 elements of any width. */
  static final int BYTES = 16 * 1024;

  final byte[] block = new byte[BYTES];

  void copy(ArrowBuf from, long start, long length, MessageDigest into) {
    long end = start + length;
    for (long at = start; at < end; at += BYTES) {
      int bytes = (int) Math.min(BYTES, end - at);
      from.getBytes(at, block, 0, bytes);
      into.update(block, 0, bytes);
    }
  }

  /** Copies 32-bit offsets into {@code offsets}, at most 4096 of them. */
  void offsets(ArrowBuf from, long first, int count, int[] offsets) {
    from.getBytes(first * Integer.BYTES, block, 0, count * Integer.BYTES);
    for (int i = 0; i < count; i++) {
      offsets[i] = (int) Bits.INT.get(block, i * Integer.BYTES);
    }
  }
}
