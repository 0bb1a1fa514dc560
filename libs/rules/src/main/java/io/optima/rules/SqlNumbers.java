package io.optima.rules;

import io.optima.model.schema.DataType.Simple;
import io.optima.rules.SqlTerms.NotInSql;
import io.optima.rules.Term.Range;
import java.math.BigInteger;
import java.util.stream.Stream;

/** Arithmetic. Where int64 or uint64 can overflow, CEL has an error and SQL gets a TRY. */
final class SqlNumbers {
  static String literal(long value) {
    // the least one cannot be written as the negation of a bigint
    return value == Long.MIN_VALUE ? "('-9223372036854775808'::bigint)" : "(" + value + "::bigint)";
  }

  static Term column(String sql, String name, Simple type) {
    Range range =
        switch (type) {
          case INT8 -> Range.of(Byte.MIN_VALUE, Byte.MAX_VALUE);
          case INT16 -> Range.of(Short.MIN_VALUE, Short.MAX_VALUE);
          case INT32 -> Range.of(Integer.MIN_VALUE, Integer.MAX_VALUE);
          case UINT8 -> Range.of(0, (1 << 8) - 1);
          case UINT16 -> Range.of(0, (1 << 16) - 1);
          case UINT32 -> Range.of(0, (1L << 32) - 1);
          default -> Range.LONG;
        };
    String wide = type == Simple.INT64 ? sql : "(" + sql + "::bigint)";
    return Term.column(wide, Kind.INT, name, range);
  }

  Term binary(char sign, Term left, Term right) {
    SqlTerms.require(left.kind(), right);
    return switch (left.kind()) {
      case INT -> whole(sign, left, right);
      case UINT -> unsigned(sign, left, right);
      case DOUBLE -> real(sign, left, right);
      case STRING ->
          Term.strict("(%s || %s)".formatted(left.sql(), right.sql()), Kind.STRING, left, right);
      default -> throw new NotInSql("arithmetic of " + left.kind());
    };
  }

  private static Term whole(char sign, Term left, Term right) {
    if (sign == '/' || sign == '%') {
      return divided(sign, left, right);
    }
    Range range = range(sign, left.reach(), right.reach());
    String sql = "(%s %s %s)".formatted(left.sql(), sign, right.sql());
    return range.within(Range.LONG)
        ? Term.strict(sql, Kind.INT, left, right).in(range)
        : Term.strict("try" + sql, Kind.INT, left, right).failing().in(Range.LONG);
  }

  private static Range range(char sign, Range left, Range right) {
    if (sign == '+') {
      return new Range(left.least().add(right.least()), left.most().add(right.most()));
    } else if (sign == '-') {
      return new Range(left.least().subtract(right.most()), left.most().subtract(right.least()));
    }
    BigInteger[] corners =
        Stream.of(left.least(), left.most())
            .flatMap(l -> Stream.of(l.multiply(right.least()), l.multiply(right.most())))
            .sorted()
            .toArray(BigInteger[]::new);
    return new Range(corners[0], corners[corners.length - 1]);
  }

  /** By a constant that neither is zero nor turns the least number into one too large. */
  private static Term divided(char sign, Term left, Term right) {
    if (!(right.constant() instanceof Long divisor) || divisor == 0 || divisor == -1) {
      throw new NotInSql("division by what is not a constant");
    }
    String sql = "(%s %s %s)".formatted(left.sql(), sign == '/' ? "//" : "%", right.sql());
    return Term.strict(sql, Kind.INT, left, right);
  }

  private static Term unsigned(char sign, Term left, Term right) {
    if (sign == '/' || sign == '%') {
      throw new NotInSql("division of uint");
    }
    return Term.strict(
            "try(%s %s %s)".formatted(left.sql(), sign, right.sql()), Kind.UINT, left, right)
        .failing();
  }

  private static Term real(char sign, Term left, Term right) {
    if (sign == '%'
        || (sign == '/' && !(right.constant() instanceof Double divisor && divisor != 0))) {
      throw new NotInSql("division by what is not a constant");
    }
    return Term.strict(
        "(%s %s %s)".formatted(left.sql(), sign, right.sql()), Kind.DOUBLE, left, right);
  }

  Term negated(Term term) {
    return switch (term.kind()) {
      case INT ->
          term.reach().least().equals(Range.LONG.least())
              ? Term.strict("try(-" + term.sql() + ")", Kind.INT, term).failing()
              : Term.strict("(-" + term.sql() + ")", Kind.INT, term)
                  .in(new Range(term.reach().most().negate(), term.reach().least().negate()));
      case DOUBLE -> Term.strict("(-" + term.sql() + ")", Kind.DOUBLE, term);
      default -> throw new NotInSql("the negation of " + term.kind());
    };
  }

  Term toDouble(Term term) {
    return switch (term.kind()) {
      case INT -> Term.strict("(" + term.sql() + "::double)", Kind.DOUBLE, term);
      case DOUBLE -> Term.strict(term.sql(), Kind.DOUBLE, term);
      default -> throw new NotInSql("double of " + term.kind());
    };
  }
}
