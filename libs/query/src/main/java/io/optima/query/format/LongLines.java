package io.optima.query.format;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lines and records that are too long to be read: DuckDB would try for minutes. */
final class LongLines {
  /** Longest line of CSV and record of JSON, in bytes, that is read. */
  static final int LIMIT = 32 << 20;

  private static final int BUFFER = 1 << 18;

  private LongLines() {}

  /**
   * Looks for a line break in each piece of the file, from the piece's end, where one usually is.
   *
   * @throws OptimaException RESOURCE_EXHAUSTED naming where the line is
   */
  static void check(Path file) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long start = 0;
    long at = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        int last = lastBreak(buffer, read);
        if (last >= 0) {
          start = at + last + 1;
        }
        at += read;
        if (at - start > LIMIT) {
          throw refused("CSV", "the line at byte " + start);
        }
      }
    }
  }

  private static int lastBreak(byte[] bytes, int length) {
    int at = length - 1;
    while (at >= 0 && bytes[at] != '\n' && bytes[at] != '\r') {
      at--;
    }
    return at;
  }

  static OptimaException refused(String format, String what) {
    return OptimaException.of(
        ErrorCode.RESOURCE_EXHAUSTED,
        "%s of the %s has more than %d MB: publish such rows as Parquet or Arrow",
        what,
        format,
        LIMIT >> 20);
  }
}
