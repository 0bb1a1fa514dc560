package io.optima.kv;

import java.math.BigDecimal;
import java.util.Arrays;

/**
 * Values as bytes whose order, byte by byte without sign, is that of the values. None is the
 * beginning of another one.
 */
final class KeyBytes {
  private static final int VALUE = 1;
  private static final int NULL = 2;
  private static final int END = 1;
  private static final int ZERO = 0xff;
  private static final int DECIMAL_BYTES = 16;

  private byte[] bytes = new byte[64];
  private int size;

  void clear() {
    size = 0;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }

  void nothing() {
    add(NULL);
  }

  /** A number with a sign, of so many bytes. */
  void signed(long value, int count) {
    unsigned(value ^ (1L << (count * Byte.SIZE - 1)), count);
  }

  void unsigned(long value, int count) {
    add(VALUE);
    fixed(value, count);
  }

  /** Eight bytes without a mark before them. */
  void row(long number) {
    fixed(number, Long.BYTES);
  }

  /** All NaN are one, behind infinity, and so are both zeros. */
  void number(double value) {
    long bits = Double.doubleToLongBits(value + 0.0);
    unsigned(bits < 0 ? ~bits : bits | Long.MIN_VALUE, Long.BYTES);
  }

  void number(float value) {
    int bits = Float.floatToIntBits(value + 0.0f);
    unsigned(bits < 0 ? ~bits : bits | Integer.MIN_VALUE, Integer.BYTES);
  }

  void decimal(BigDecimal value) {
    byte[] number = value.unscaledValue().toByteArray();
    add(VALUE);
    int fill = number[0] < 0 ? 0xff : 0;
    for (int i = 0; i < DECIMAL_BYTES; i++) {
      int at = number.length - DECIMAL_BYTES + i;
      int digit = at < 0 ? fill : number[at];
      add(i == 0 ? digit ^ 0x80 : digit);
    }
  }

  /** Zeros inside are followed by ff, the one at the end by 01. */
  void text(byte[] value) {
    add(VALUE);
    for (byte each : value) {
      add(each);
      if (each == 0) {
        add(ZERO);
      }
    }
    add(0);
    add(END);
  }

  private void fixed(long value, int count) {
    for (int i = count - 1; i >= 0; i--) {
      add((int) (value >> (i * Byte.SIZE)));
    }
  }

  private void add(int value) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, size * 2);
    }
    bytes[size++] = (byte) value;
  }
}
