package io.optima.cli.dataset;

import io.optima.cli.output.Screen;
import io.optima.v1.RowRange;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rows {@code from..to} as typed.
 *
 * @param limit 0: to the end
 */
record RowSpan(long offset, long limit) {
  private static final Pattern TEXT = Pattern.compile("(\\d{0,18})\\.\\.(\\d{0,18})");

  static RowSpan parse(String text, Screen screen) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw screen.usage("--rows '" + text + "' is not of the form from..to, for example 0..100");
    }
    long from = parts.group(1).isEmpty() ? 0 : Long.parseLong(parts.group(1));
    if (parts.group(2).isEmpty()) {
      return new RowSpan(from, 0);
    }
    long to = Long.parseLong(parts.group(2));
    if (to <= from) {
      throw screen.usage("--rows " + text + " names no row");
    }
    return new RowSpan(from, to - from);
  }

  RowRange wire() {
    return RowRange.newBuilder().setOffset(offset).setLimit(limit).build();
  }
}
