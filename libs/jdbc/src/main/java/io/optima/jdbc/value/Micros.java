package io.optima.jdbc.value;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Counts of microseconds and nanoseconds; what these cannot count is an ArithmeticException. */
final class Micros {
  private static final LocalDateTime EPOCH = LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC);
  private static final long PER_SECOND = 1_000_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final int NANOS = 1_000;

  private Micros() {}

  static long of(LocalTime time) {
    return whole(time.toNanoOfDay());
  }

  static long of(LocalDateTime time) {
    requireWhole(time.equals(time.truncatedTo(ChronoUnit.MICROS)));
    return EPOCH.until(time, ChronoUnit.MICROS);
  }

  static long of(Instant time) {
    requireWhole(time.equals(time.truncatedTo(ChronoUnit.MICROS)));
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  static long of(Duration time) {
    return whole(time.toNanos());
  }

  static long nanosOf(LocalDateTime time) {
    return EPOCH.until(time, ChronoUnit.NANOS);
  }

  private static long whole(long nanos) {
    requireWhole(nanos % NANOS == 0);
    return nanos / NANOS;
  }

  private static void requireWhole(boolean whole) {
    if (!whole) {
      throw new ArithmeticException("parts of microseconds");
    }
  }

  static LocalDateTime time(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, PER_SECOND),
        (int) Math.floorMod(micros, PER_SECOND) * NANOS,
        ZoneOffset.UTC);
  }

  static LocalDateTime nanoTime(long nanos) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(nanos, NANOS_PER_SECOND),
        (int) Math.floorMod(nanos, NANOS_PER_SECOND),
        ZoneOffset.UTC);
  }
}
