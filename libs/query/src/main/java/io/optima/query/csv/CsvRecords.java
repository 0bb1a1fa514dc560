package io.optima.query.csv;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts CSV into fields: as many whole records at a time as the buffer holds. Fields lie in {@link
 * #buffer} from {@link #start} to {@link #end}, without their quotes.
 */
final class CsvRecords {
  private static final int INCOMPLETE = -1;

  /** Fields of a batch, which bounds what their places take. */
  private static final int CELLS = 1 << 18;

  private static final int MOST_ROWS = 8_192;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final InputStream in;
  private final int columns;
  private final byte delimiter;
  private final byte quote;
  private final boolean[] stops = new boolean[256];
  private final int longest;
  private final int[] starts;
  private final int[] ends;
  private byte[] buffer;

  /** Behind the last byte read, where a line feed stands so that a search ends there. */
  private int filled;

  private int next;
  private int rows;
  private long before;
  private boolean header;
  private boolean ended;
  private boolean begun;
  private @Nullable Boolean carriageReturns;

  /**
   * Records of {@code in}, which stays the caller's.
   *
   * @param bufferBytes to begin with; it grows with the longest record
   * @param longest record in bytes that is read
   */
  CsvRecords(InputStream in, UsualCsv csv, int bufferBytes, int longest) {
    this.in = in;
    this.columns = csv.columns().fields().size();
    this.delimiter = csv.delimiter();
    this.quote = csv.quote();
    this.header = csv.header();
    this.longest = longest;
    this.buffer = new byte[bufferBytes];
    int most = Math.clamp(CELLS / columns, 1, MOST_ROWS);
    this.starts = new int[most * columns];
    this.ends = new int[most * columns];
    for (byte stop : new byte[] {delimiter, quote, '\n', '\r', 0}) {
      stops[stop] = true;
    }
  }

  /** Reads the next records; false when there are no more. */
  boolean load() throws IOException {
    before += rows;
    rows = 0;
    while (true) {
      cut();
      if (rows > 0) {
        return true;
      }
      if (ended) {
        return false;
      }
      fill();
    }
  }

  /** Records in the batch. */
  int rows() {
    return rows;
  }

  byte[] buffer() {
    return buffer;
  }

  int start(int row, int column) {
    return starts[row * columns + column];
  }

  int end(int row, int column) {
    return ends[row * columns + column];
  }

  UnusualCsvException unusual(int row, String what) {
    return new UnusualCsvException("record " + (before + row + 1) + ": " + what);
  }

  private void cut() throws UnusualCsvException {
    while (next < filled && (rows + 1) * columns <= starts.length) {
      int end = record(next, rows * columns);
      if (end == INCOMPLETE) {
        return;
      }
      next = end;
      if (header) {
        header = false;
      } else {
        rows++;
      }
    }
  }

  /** Where the record that begins at {@code from} ends, its line end included. */
  private int record(int from, int cell) throws UnusualCsvException {
    int at = from;
    boolean doubled = false;
    for (int column = 0; column < columns; column++) {
      int end;
      if (buffer[at] == quote) {
        at++;
        end = closing(at);
        if (end == INCOMPLETE) {
          return incomplete("a quote is never closed");
        }
        doubled |= end < 0;
        starts[cell + column] = at;
        ends[cell + column] = end;
        at = (end < 0 ? ~end : end) + 1;
      } else {
        end = unquoted(at);
        starts[cell + column] = at;
        ends[cell + column] = end;
        at = end;
      }
      if (column < columns - 1) {
        if (buffer[at] != delimiter) {
          return at == filled ? incomplete("too few fields") : refuse();
        }
        at++;
      }
    }
    int end = lineEnd(at, from);
    if (doubled && end != INCOMPLETE) {
      halveQuotes(cell);
    }
    return end;
  }

  private int unquoted(int from) {
    byte[] bytes = buffer;
    boolean[] stop = stops;
    int at = from;
    while (!stop[bytes[at] & 0xff]) {
      at++;
    }
    return at;
  }

  /** Where the closing quote stands; the complement of that when there are doubled ones. */
  private int closing(int from) throws UnusualCsvException {
    byte[] bytes = buffer;
    boolean doubled = false;
    int at = from;
    while (at < filled) {
      if (bytes[at] == quote) {
        if (at + 1 == filled && !ended) {
          return INCOMPLETE;
        }
        if (bytes[at + 1] != quote) {
          return doubled ? ~at : at;
        }
        doubled = true;
        at++;
      } else if (bytes[at] == 0) {
        throw unusual(rows, "a zero byte");
      }
      at++;
    }
    return INCOMPLETE;
  }

  private int lineEnd(int at, int from) throws UnusualCsvException {
    if (at == filled) {
      return ended && at > from ? at : incomplete("a record without fields");
    }
    boolean carriageReturn = buffer[at] == '\r';
    if (carriageReturn && at + 1 == filled) {
      return incomplete("a carriage return at the end");
    }
    int end = carriageReturn ? at + 1 : at;
    if (buffer[end] != '\n' || at == from) {
      return refuse();
    }
    if (carriageReturns == null) {
      carriageReturns = carriageReturn;
    } else if (carriageReturns != carriageReturn) {
      throw unusual(rows, "another line end");
    }
    return end + 1;
  }

  private int incomplete(String atTheEnd) throws UnusualCsvException {
    if (ended) {
      throw unusual(rows, atTheEnd);
    }
    return INCOMPLETE;
  }

  private int refuse() throws UnusualCsvException {
    throw unusual(rows, "not the fields of the others");
  }

  private void halveQuotes(int cell) {
    for (int i = cell; i < cell + columns; i++) {
      if (ends[i] < 0) {
        int to = starts[i];
        for (int at = to; at < ~ends[i]; at++) {
          buffer[to++] = buffer[at];
          if (buffer[at] == quote) {
            at++;
          }
        }
        ends[i] = to;
      }
    }
  }

  /** Moves what is left to the front and reads as much as there is room for. */
  private void fill() throws IOException {
    int rest = filled - next;
    if (rest > longest) {
      throw unusual(0, "a very long record");
    }
    byte[] target = next == 0 && rest > 0 ? new byte[2 * buffer.length] : buffer;
    System.arraycopy(buffer, next, target, 0, rest);
    buffer = target;
    next = 0;
    int read = in.readNBytes(buffer, rest, buffer.length - 1 - rest);
    filled = rest + read;
    ended = filled < buffer.length - 1;
    buffer[filled] = '\n';
    if (!begun) {
      begun = true;
      int mark = BYTE_ORDER_MARK.length;
      next = filled >= mark && Arrays.equals(buffer, 0, mark, BYTE_ORDER_MARK, 0, mark) ? mark : 0;
    }
  }
}
