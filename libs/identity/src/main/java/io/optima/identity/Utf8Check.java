package io.optima.identity;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.VarCharVector;

/** Text that is not UTF-8 is refused; ASCII is recognised eight bytes at a time. */
final class Utf8Check {
  private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

  private Utf8Check() {}

  static void check(VarCharVector text, Place place) {
    int count = text.getValueCount();
    if (count == 0
        || isAscii(text.getDataBuffer(), text.getStartOffset(0), text.getEndOffset(count - 1))) {
      return;
    }
    for (int i = 0; i < count; i++) {
      if (!text.isNull(i) && !isUtf8(text.get(i))) {
        place.refuse(i, text.getObject(i), "is not UTF-8: declare the column as binary");
      }
    }
  }

  private static boolean isAscii(ArrowBuf bytes, long from, long to) {
    long at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      if ((bytes.getLong(at) & NOT_ASCII) != 0) {
        return false;
      }
    }
    for (; at < to; at++) {
      if (bytes.getByte(at) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
