package io.optima.rules;

import io.optima.model.schema.DataType.Simple;
import io.optima.rules.SqlTerms.NotInSql;
import io.optima.rules.Term.Range;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Timestamps are microseconds since 1970 in UTC in the SQL that is made here. CEL knows the years 1
 * to 9999; what lies outside is null to rules.
 */
final class SqlTimes {
  static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");
  static final long FIRST_MICROS = micros(FIRST);
  static final long LAST_MICROS = micros(LAST);
  static final long FIRST_DAY = FIRST.getEpochSecond() / 86_400;
  static final long LAST_DAY = LAST.getEpochSecond() / 86_400;

  private SqlTimes() {}

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  static String column(String sql, Simple type) {
    if (type == Simple.DATE) {
      // epoch_us fails for a table that holds a far date anywhere, even inside TRY
      return ("(case when %1$s between date '0001-01-01' and date '9999-12-31'"
              + " then try((%1$s - date '1970-01-01') * 86400000000) end)")
          .formatted(sql);
    }
    String zone = type == Simple.TIMESTAMP_UTC ? "+00" : "";
    String word = type == Simple.TIMESTAMP_UTC ? "timestamptz" : "timestamp";
    return ("(case when %1$s between %2$s '0001-01-01 00:00:00%3$s'"
            + " and %2$s '9999-12-31 23:59:59.999999%3$s' then epoch_us(%1$s) end)")
        .formatted(sql, word, zone);
  }

  /** {@code timestamp('2026-01-31T12:00:00Z')}. */
  static Term constant(Term text) {
    if (!(text.constant() instanceof String written)) {
      throw new NotInSql("timestamp of what is not a constant");
    }
    try {
      Instant instant = OffsetDateTime.parse(written).toInstant();
      if (instant.isBefore(FIRST)
          || instant.isAfter(LAST)
          || !instant.truncatedTo(ChronoUnit.MICROS).equals(instant)) {
        throw new NotInSql("timestamps finer than microseconds");
      }
      return Term.constant(SqlNumbers.literal(micros(instant)), Kind.TIMESTAMP, instant);
    } catch (DateTimeException e) {
      throw new NotInSql("this timestamp");
    }
  }

  /** Parts in UTC, counted as CEL does. */
  static Optional<Term> part(String function, Term time) {
    if (time.kind() != Kind.TIMESTAMP) {
      return Optional.empty();
    }
    String at = "make_timestamp(" + time.sql() + ")";
    String sql =
        switch (function) {
          case "getFullYear" -> "year(" + at + ")";
          case "getMonth" -> "(month(" + at + ") - 1)";
          case "getDate" -> "day(" + at + ")";
          case "getDayOfMonth" -> "(day(" + at + ") - 1)";
          case "getDayOfWeek" -> "dayofweek(" + at + ")";
          case "getDayOfYear" -> "(dayofyear(" + at + ") - 1)";
          case "getHours" -> "hour(" + at + ")";
          case "getMinutes" -> "minute(" + at + ")";
          case "getSeconds" -> "second(" + at + ")";
          default -> "";
        };
    return sql.isEmpty()
        ? Optional.empty()
        : Optional.of(Term.strict(sql + "::bigint", Kind.INT, time).in(Range.of(0, 9_999)));
  }
}
