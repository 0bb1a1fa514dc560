package io.optima.cli.output;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers, sizes, moments and ids as people read them. */
public final class Amounts {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.systemDefault());
  private static final int SHORT_ID = 12;

  private Amounts() {}

  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** {@code 1 row}, {@code 2 rows} */
  public static String count(long value, String one) {
    return count(value) + " " + one + (value == 1 ? "" : "s");
  }

  public static String bytes(long value) {
    String[] units = {"B", "kB", "MB", "GB", "TB", "PB"};
    double shown = value;
    int unit = 0;
    while (shown >= 1000 && unit + 1 < units.length) {
      shown /= 1000;
      unit++;
    }
    return unit == 0
        ? value + " B"
        : String.format(Locale.ROOT, shown < 10 ? "%.1f %s" : "%.0f %s", shown, units[unit]);
  }

  public static String moment(Timestamp time) {
    return MOMENT.format(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()));
  }

  /** Such as {@code 12 ms}, {@code 3.4 s} or {@code 2:05:09}. */
  public static String duration(Duration duration) {
    long millis = Math.max(0, duration.toMillis());
    if (millis < 1_000) {
      return millis + " ms";
    }
    return millis < 60_000
        ? String.format(Locale.ROOT, "%.1f s", millis / 1e3)
        : "%d:%02d:%02d"
            .formatted(duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
  }

  /** The beginning of a content id; enough to tell versions apart by eye. */
  public static String shortId(String contentId) {
    int colon = contentId.indexOf(':');
    int end = Math.min(contentId.length(), colon + 1 + SHORT_ID);
    return contentId.substring(0, end) + (end < contentId.length() ? "…" : "");
  }
}
