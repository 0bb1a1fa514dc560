package io.optima.query.format;

import io.optima.model.OptimaException;
import io.optima.model.Shown;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Numbers of a JSON file that its parser would change: it keeps integers of 64 bits and doubles,
 * and rounds everything else. Text is kept as it is, so that such numbers are put in quotes for it.
 */
final class JsonNumbers {
  /** Every decimal with no more digits is kept by a double. */
  private static final int SAFE_DIGITS = 15;

  /** Longer than any number that a double may be. */
  private static final int LONGEST = 400;

  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MOST =
      BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);
  private static final int BUFFER = 1 << 18;

  private final OutputStream out;
  private final Replacement replacement;
  private final StringBuilder digits = new StringBuilder();
  private boolean inText;
  private boolean escaped;
  private long at;

  /** What becomes of a number that would be changed. */
  private interface Replacement {
    String write(String text, long at);
  }

  private JsonNumbers(OutputStream out, Replacement replacement) {
    this.out = out;
    this.replacement = replacement;
  }

  /**
   * Refuses a file with a number that would be changed.
   *
   * @throws OptimaException INVALID_ARGUMENT naming the number and where it stands
   */
  static void requireKept(Path file) throws IOException {
    scan(
        file,
        OutputStream.nullOutputStream(),
        (text, at) -> {
          throw OptimaException.invalid(
              "the number %s at byte %d has more digits than a double keeps: declare its column as"
                  + " decimal, or as float64 if rounding is meant",
              Shown.of(text), at);
        });
  }

  /** The file, or one beside it in which numbers that would be changed stand in quotes. */
  static Path quoted(Path file) throws IOException {
    boolean[] any = {false};
    scan(
        file,
        OutputStream.nullOutputStream(),
        (text, at) -> {
          any[0] = true;
          return text;
        });
    if (!any[0]) {
      return file;
    }
    Path copy = file.resolveSibling(file.getFileName() + ".quoted");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(copy), BUFFER)) {
      scan(file, out, (text, at) -> '"' + text + '"');
    }
    return copy;
  }

  private static void scan(Path file, OutputStream out, Replacement replacement)
      throws IOException {
    JsonNumbers numbers = new JsonNumbers(out, replacement);
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        for (int i = 0; i < read; i++) {
          numbers.take(buffer[i]);
        }
      }
    }
    numbers.endNumber();
  }

  private void take(byte next) throws IOException {
    at++;
    if (inText) {
      inText = escaped || next != '"';
      escaped = !escaped && next == '\\';
      out.write(next);
    } else if (isOfNumber(next)) {
      digits.append((char) next);
    } else {
      endNumber();
      inText = next == '"';
      out.write(next);
    }
  }

  /** The e of true and false begins no number. */
  private boolean isOfNumber(byte next) {
    return (next >= '0' && next <= '9')
        || next == '-'
        || (!digits.isEmpty() && (next == '.' || next == 'e' || next == 'E' || next == '+'));
  }

  private void endNumber() throws IOException {
    if (digits.isEmpty()) {
      return;
    }
    String text = digits.toString();
    digits.setLength(0);
    String written = isChanged(text) ? replacement.write(text, at - text.length()) : text;
    out.write(written.getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean isChanged(String text) {
    boolean hasExponent = text.indexOf('e') > 0 || text.indexOf('E') > 0;
    if (text.length() <= SAFE_DIGITS && !hasExponent) {
      return false;
    }
    if (text.length() > LONGEST) {
      return true;
    }
    try {
      BigDecimal exact = new BigDecimal(text);
      boolean whole = exact.scale() == 0;
      return !(whole && isLong(exact.toBigInteger())) && !isDouble(text, exact);
    } catch (NumberFormatException notOne) {
      return false; // the parser says so
    }
  }

  private static boolean isLong(BigInteger value) {
    return value.compareTo(LEAST) >= 0 && value.compareTo(MOST) <= 0;
  }

  private static boolean isDouble(String text, BigDecimal exact) {
    double rounded = Double.parseDouble(text);
    return Double.isFinite(rounded)
        && new BigDecimal(Double.toString(rounded)).compareTo(exact) == 0;
  }
}
