package io.optima.query.publish;

import io.optima.model.OptimaException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Checks that bytes that pass by are UTF-8. */
final class Utf8Check {
  private static final int LONGEST_CHARACTER = 4;

  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final CharBuffer decoded = CharBuffer.allocate(8_192);
  private final ByteBuffer begun = ByteBuffer.allocate(LONGEST_CHARACTER);
  private long checked;

  /** Takes in the next bytes. */
  void add(byte[] bytes, int count) {
    ByteBuffer next = ByteBuffer.wrap(bytes, 0, count);
    while (begun.position() > 0 && next.hasRemaining()) {
      completeCharacter(next);
    }
    decode(next);
    begun.put(next);
  }

  private void completeCharacter(ByteBuffer next) {
    begun.put(next.get()).flip();
    decode(begun);
    begun.compact();
  }

  private void decode(ByteBuffer bytes) {
    int start = bytes.position();
    CoderResult result;
    do {
      decoded.clear();
      result = decoder.decode(bytes, decoded, false);
    } while (result.isOverflow());
    checked += bytes.position() - start;
    if (result.isError()) {
      throw refused();
    }
  }

  /** Checks that no character was left unfinished. */
  void finish() {
    if (begun.position() > 0) {
      throw refused();
    }
  }

  private OptimaException refused() {
    return OptimaException.invalid(
        "the text is not UTF-8 at byte %d: publish it as binary, or convert it to UTF-8", checked);
  }
}
