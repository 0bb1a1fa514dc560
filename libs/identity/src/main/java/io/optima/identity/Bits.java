package io.optima.identity;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.arrow.memory.ArrowBuf;

/** Arrow's bitmaps (least significant bit first) as words of 64. */
final class Bits {
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Bits() {}

  static int words(int bits) {
    return (bits + 63) >>> 6;
  }

  /** Bits {@code from} to {@code from + count}, moved to the front; all behind them are 0. */
  static long[] read(ArrowBuf bitmap, int from, int count) {
    int shift = from & 7;
    byte[] bytes = new byte[words(count) * Long.BYTES + Long.BYTES];
    bitmap.getBytes(from >>> 3, bytes, 0, (shift + count + 7) >>> 3);
    long[] words = new long[words(count)];
    for (int i = 0; i < words.length; i++) {
      long low = (long) LONG.get(bytes, i * Long.BYTES);
      words[i] =
          shift == 0 ? low : low >>> shift | (long) bytes[(i + 1) * Long.BYTES] << (64 - shift);
    }
    clearTail(words, count);
    return words;
  }

  private static void clearTail(long[] words, int count) {
    if ((count & 63) != 0) {
      words[words.length - 1] &= -1L >>> (64 - (count & 63));
    }
  }

  static int ones(long[] words) {
    int ones = 0;
    for (long word : words) {
      ones += Long.bitCount(word);
    }
    return ones;
  }
}
