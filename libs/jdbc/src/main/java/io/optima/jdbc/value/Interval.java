package io.optima.jdbc.value;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.time.temporal.ChronoUnit;

/** Months, days and microseconds, each with its own sign. */
public record Interval(int months, int days, long micros) {
  private static final int MICRO_DIGITS = 6;

  /**
   * Reads ISO 8601, for example {@code P1Y2M3DT4H5M6.7S}.
   *
   * @throws DateTimeException when it is none
   * @throws ArithmeticException when it has parts of microseconds, or is too long
   */
  public static Interval parse(String text) {
    int time = text.indexOf('T');
    String dates = time < 0 ? text : text.substring(0, time);
    Period period = dates.equals("P") ? Period.ZERO : Period.parse(dates);
    Duration duration = time < 0 ? Duration.ZERO : Duration.parse("P" + text.substring(time));
    return new Interval(
        Math.toIntExact(period.toTotalMonths()),
        Math.toIntExact(period.get(ChronoUnit.DAYS)),
        Micros.of(duration));
  }

  /** In ISO 8601 by months, days and seconds. */
  public String text() {
    String seconds = BigDecimal.valueOf(micros, MICRO_DIGITS).stripTrailingZeros().toPlainString();
    return "P" + months + "M" + days + "DT" + seconds + "S";
  }
}
