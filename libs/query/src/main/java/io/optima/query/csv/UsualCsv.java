package io.optima.query.csv;

import io.optima.model.schema.DataType;
import io.optima.model.schema.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How CSV is usually written: one-byte delimiter and quote, quotes doubled inside of quotes, every
 * line as long as the first and ended the same way.
 *
 * @param delimiter between fields
 * @param quote around fields that need it
 * @param header whether the first line has names
 * @param nullText what stands for null, with or without quotes; null when the empty field does
 * @param columns names and types, each one of {@link #reads}
 */
public record UsualCsv(
    byte delimiter, byte quote, boolean header, @Nullable String nullText, TableSchema columns) {
  private static final String LINE_ENDS = "\r\n";

  /** The byte that a text of one ASCII character is. */
  public static Optional<Byte> oneByte(String text) {
    boolean one =
        text.length() == 1
            && text.charAt(0) > 0
            && text.charAt(0) < 0x7f
            && !LINE_ENDS.contains(text);
    return one ? Optional.of((byte) text.charAt(0)) : Optional.empty();
  }

  /** Whether fields of that type are read here. */
  public static boolean reads(DataType type) {
    return type instanceof DataType.Simple simple
        && switch (simple) {
          case BOOL, INT64, FLOAT64, UTF8, DATE, TIME, TIMESTAMP, TIMESTAMP_UTC -> true;
          default -> false;
        };
  }

  byte @Nullable [] nullBytes() {
    return nullText == null ? null : nullText.getBytes(StandardCharsets.UTF_8);
  }
}
