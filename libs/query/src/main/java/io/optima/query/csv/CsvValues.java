package io.optima.query.csv;

import java.nio.charset.StandardCharsets;

/**
 * Fields as values: the bits of a double, days or microseconds since the epoch, microseconds of the
 * day. Each accepts what is read as the same value everywhere, and answers {@link #UNUSUAL} to the
 * rest: what only careful reading may decide.
 */
final class CsvValues {
  /** The bits of no value that is read here. */
  static final long UNUSUAL = Long.MIN_VALUE + 1;

  /** Digits that always fit: into a long, and exactly into a double. */
  private static final int LONG_DIGITS = 18;

  private static final int EXACT_DIGITS = 15;

  /** Powers of ten that are exact, so that one division rounds correctly. */
  private static final double[] TENS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private static final long SECOND = 1_000_000;
  private static final long DAY = 86_400 * SECOND;
  private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private CsvValues() {}

  static long bool(byte[] b, int start, int end) {
    return switch (new String(b, start, Math.min(end - start, 6), StandardCharsets.ISO_8859_1)) {
      case "true", "True", "TRUE" -> 1;
      case "false", "False", "FALSE" -> 0;
      default -> UNUSUAL;
    };
  }

  /** Digits without a zero in front of them. */
  static long int64(byte[] b, int start, int end) {
    boolean negative = start < end && b[start] == '-';
    int from = negative ? start + 1 : start;
    int digits = end - from;
    if (digits == 0 || digits > LONG_DIGITS || (b[from] == '0' && (digits > 1 || negative))) {
      return UNUSUAL;
    }
    long value = 0;
    for (int i = from; i < end; i++) {
      int digit = b[i] - '0';
      if (digit < 0 || digit > 9) {
        return UNUSUAL;
      }
      value = 10 * value + digit;
    }
    return negative ? -value : value;
  }

  /** Digits, a point between them, an exponent behind them. */
  static long float64(byte[] b, int start, int end) {
    boolean negative = start < end && b[start] == '-';
    int from = negative ? start + 1 : start;
    long value = 0;
    int point = -1;
    for (int i = from; i < end; i++) {
      int digit = b[i] - '0';
      if (digit >= 0 && digit <= 9) {
        value = 10 * value + digit;
      } else if (b[i] == '.' && point < 0 && i > from) {
        point = i;
      } else {
        return longFloat64(b, start, end);
      }
    }
    int digits = end - from - (point < 0 ? 0 : 1);
    if (digits == 0 || digits > EXACT_DIGITS || point == end - 1) {
      return longFloat64(b, start, end);
    }
    double exact = value / TENS[point < 0 ? 0 : end - 1 - point];
    return Double.doubleToRawLongBits(negative ? -exact : exact);
  }

  private static long longFloat64(byte[] b, int start, int end) {
    String text = new String(b, start, end - start, StandardCharsets.ISO_8859_1);
    if (!isNumber(text)) {
      return UNUSUAL;
    }
    double value = Double.parseDouble(text);
    return Double.isInfinite(value) || Math.abs(value) < Double.MIN_NORMAL
        ? UNUSUAL
        : Double.doubleToRawLongBits(value);
  }

  private static boolean isNumber(String text) {
    int at = digits(text, text.startsWith("-") ? 1 : 0);
    if (at > 0 && at < text.length() && text.charAt(at) == '.') {
      at = digits(text, at + 1);
    }
    if (at > 0 && at < text.length() && (text.charAt(at) | 0x20) == 'e') {
      at++;
      boolean sign = at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+');
      at = digits(text, sign ? at + 1 : at);
    }
    return at == text.length();
  }

  /** Behind the digits that begin there; -1 when there are none. */
  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at == from ? -1 : at;
  }

  /** {@code YYYY-MM-DD} from the year 1. */
  static long date(byte[] b, int start, int end) {
    if (end - start != 10 || b[start + 4] != '-' || b[start + 7] != '-') {
      return UNUSUAL;
    }
    int century = two(b, start);
    int ofCentury = two(b, start + 2);
    int month = two(b, start + 5);
    int day = two(b, start + 8);
    int year = 100 * century + ofCentury;
    if ((century | ofCentury | month | day) < 0 || year == 0 || month == 0 || month > 12) {
      return UNUSUAL;
    }
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (day == 0 || day > DAYS[month - 1] + (leap && month == 2 ? 1 : 0)) {
      return UNUSUAL;
    }
    return daysBefore(year, month) + day - 1;
  }

  /** Days from the epoch to the first of the month; the year begins in March for that. */
  private static long daysBefore(int year, int month) {
    int years = month < 3 ? year - 1 : year;
    int months = month < 3 ? month + 9 : month - 3;
    long untilYear = 365L * years + years / 4 - years / 100 + years / 400;
    long untilMonth = (153L * months + 2) / 5;
    long epoch = 719_468;
    return untilYear + untilMonth - epoch;
  }

  /** {@code HH:MM:SS}, and up to six digits of a second behind a point. */
  static long time(byte[] b, int start, int end) {
    int length = end - start;
    if (length < 8 || length == 9 || length > 15 || b[start + 2] != ':' || b[start + 5] != ':') {
      return UNUSUAL;
    }
    int hour = two(b, start);
    int minute = two(b, start + 3);
    int second = two(b, start + 6);
    if ((hour | minute | second) < 0 || hour > 23 || minute > 59 || second > 59) {
      return UNUSUAL;
    }
    long micros = 0;
    if (length > 8) {
      if (b[start + 8] != '.') {
        return UNUSUAL;
      }
      for (int i = start + 9; i < start + 15; i++) {
        int digit = i < end ? b[i] - '0' : 0;
        if (digit < 0 || digit > 9) {
          return UNUSUAL;
        }
        micros = 10 * micros + digit;
      }
    }
    return ((hour * 60L + minute) * 60 + second) * SECOND + micros;
  }

  /** A date and a time, {@code T} or a space between them. */
  static long timestamp(byte[] b, int start, int end) {
    if (end - start < 19 || (b[start + 10] != 'T' && b[start + 10] != ' ')) {
      return UNUSUAL;
    }
    long date = date(b, start, start + 10);
    long time = time(b, start + 11, end);
    return date == UNUSUAL || time == UNUSUAL ? UNUSUAL : date * DAY + time;
  }

  /** A timestamp with {@code Z} or an offset of hours, or hours and minutes, behind it. */
  static long timestampUtc(byte[] b, int start, int end) {
    int zone = end - 1;
    while (zone > start + 18 && b[zone] != 'Z' && b[zone] != '+' && b[zone] != '-') {
      zone--;
    }
    if (zone < start + 19) {
      return UNUSUAL;
    }
    long local = timestamp(b, start, zone);
    long offset = offset(b, zone, end);
    return local == UNUSUAL || offset == UNUSUAL ? UNUSUAL : local - offset;
  }

  private static long offset(byte[] b, int start, int end) {
    int length = end - start;
    if (b[start] == 'Z') {
      return length == 1 ? 0 : UNUSUAL;
    }
    if (length < 3 || length > 6 || length == 4 || (length == 6 && b[start + 3] != ':')) {
      return UNUSUAL;
    }
    int hours = two(b, start + 1);
    int minutes = length == 3 ? 0 : two(b, end - 2);
    if (hours < 0 || minutes < 0 || hours > 14 || minutes > 59) {
      return UNUSUAL;
    }
    long offset = (hours * 60L + minutes) * 60 * SECOND;
    return b[start] == '-' ? -offset : offset;
  }

  /** A number of two digits; negative when they are none. */
  private static int two(byte[] b, int at) {
    int tens = b[at] - '0';
    int ones = b[at + 1] - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : 10 * tens + ones;
  }
}
