package io.optima.identity;

import java.security.MessageDigest;

/** Packs runs of bits of any length into bytes, least significant bit first, and digests them. */
final class BitSink {
  private final MessageDigest digest;
  private final byte[] block = new byte[1024];
  private int filled;
  private long pending;
  private int used;

  BitSink(MessageDigest digest) {
    this.digest = digest;
  }

  /** The first {@code count} bits, at most 64; all others must be 0. */
  void append(long bits, int count) {
    pending |= bits << used;
    if (used + count < 64) {
      used += count;
      return;
    }
    emit(pending);
    pending = used == 0 ? 0 : bits >>> (64 - used);
    used = used + count - 64;
  }

  void append(long[] words, int count) {
    for (int i = 0; i < words.length; i++) {
      append(words[i], Math.min(64, count - i * 64));
    }
  }

  void appendOnes(long count) {
    for (long left = count; left > 0; left -= 64) {
      int bits = (int) Math.min(64, left);
      append(-1L >>> (64 - bits), bits);
    }
  }

  private void emit(long word) {
    Bits.LONG.set(block, filled, word);
    filled += Long.BYTES;
    if (filled == block.length) {
      digest.update(block);
      filled = 0;
    }
  }

  /** The digest of all bits, the last byte filled up with 0; the sink is empty again. */
  byte[] finish() {
    int tail = (used + 7) >>> 3;
    digest.update(block, 0, filled);
    for (int i = 0; i < tail; i++) {
      digest.update((byte) (pending >>> (8 * i)));
    }
    filled = 0;
    pending = 0;
    used = 0;
    return digest.digest();
  }
}
