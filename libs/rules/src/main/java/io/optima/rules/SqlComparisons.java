package io.optima.rules;

import com.google.common.collect.Sets;
import com.google.common.primitives.UnsignedLong;
import io.optima.rules.SqlTerms.NotInSql;
import java.math.BigInteger;
import java.util.Set;

/** Order and equality as CEL has them. */
final class SqlComparisons {
  private static final BigInteger EXACT = BigInteger.ONE.shiftLeft(53);

  /** Integers that are the same as doubles. */
  private static final Term.Range EXACT_DOUBLES = new Term.Range(EXACT.negate(), EXACT);

  Term isNull(Term value) {
    if (value.valueNull()) {
      return Term.strict("(" + value.sql() + " is null)", Kind.BOOL);
    }
    return value.canError()
        ? Term.strict(
            "(case when " + value.sql() + " is not null then false end)", Kind.BOOL, value)
        : Term.strict("false", Kind.BOOL);
  }

  Term equal(Term left, Term right) {
    SqlTerms.require(left.kind(), right);
    if (left.kind() == Kind.DOUBLE && !left.isConstant() && !right.isConstant()) {
      // CEL's Java implementation has a NaN equal to itself where both sides are the same object
      throw new NotInSql("the equality of two doubles");
    }
    if (!left.valueNull() && !right.valueNull()) {
      Term term =
          Term.strict("(%s = %s)".formatted(left.sql(), right.sql()), Kind.BOOL, left, right);
      return term.holdingOnlyWith(term.columns());
    }
    Term other = left.valueNull() ? right : left;
    if (other.valueNull()) {
      return Term.strict(same(left, right), Kind.BOOL);
    }
    Set<String> notNull = Sets.union(left.columns(), right.columns()).immutableCopy();
    if (!other.canError()) {
      return Term.strict("coalesce(%s = %s, false)".formatted(left.sql(), right.sql()), Kind.BOOL)
          .holdingOnlyWith(notNull);
    }
    return Term.strict(
            "(case when %s is not null then %s end)".formatted(other.sql(), same(left, right)),
            Kind.BOOL,
            other)
        .holdingOnlyWith(notNull);
  }

  /** NULL where {@link #equal} is false because one side is null. */
  Term equalOrNull(Term left, Term right) {
    Term exact = equal(left, right);
    if (left.valueNull() == right.valueNull()) {
      return exact;
    }
    Term term = Term.strict("(%s = %s)".formatted(left.sql(), right.sql()), Kind.BOOL, left, right);
    return term.holdingOnlyWith(exact.whenTrue());
  }

  private static String same(Term left, Term right) {
    return "(%s is not distinct from %s)".formatted(left.sql(), right.sql());
  }

  /**
   * @param sign {@code <} or {@code <=}
   */
  Term less(String sign, Term left, Term right) {
    Term term = Term.strict(lessSql(sign, left, right), Kind.BOOL, left, right);
    return term.holdingOnlyWith(term.columns());
  }

  private static String lessSql(String sign, Term left, Term right) {
    if (left.kind() != right.kind()) {
      return mixed(sign, left, right);
    }
    if (left.kind() == Kind.STRING && !isPlain(left) && !isPlain(right)) {
      throw new NotInSql("the order of two texts");
    }
    if (left.kind() != Kind.DOUBLE || right.isConstant()) {
      return plain(sign, left.sql(), right.sql());
    }
    // NaN is less than nothing; DuckDB has it above all numbers, so only a NaN on the right matters
    return left.isConstant()
        ? "(%s and not isnan(%s))".formatted(plain(sign, left.sql(), right.sql()), right.sql())
        : "(case when isnan(%s) then %s <> %s else %s end)"
            .formatted(right.sql(), left.sql(), left.sql(), plain(sign, left.sql(), right.sql()));
  }

  private static String plain(String sign, String left, String right) {
    return "(" + left + " " + sign + " " + right + ")";
  }

  /** Below surrogates the order of UTF-16, which Java has, is that of UTF-8, which DuckDB has. */
  private static boolean isPlain(Term term) {
    return term.constant() instanceof String text
        && text.chars().allMatch(c -> c < Character.MIN_SURROGATE);
  }

  private static String mixed(String sign, Term left, Term right) {
    if (isUnsignedAndWhole(left, right) || isUnsignedAndWhole(right, left)) {
      return plain(sign, wide(left), wide(right));
    }
    if (left.kind() == Kind.DOUBLE && right.constant() instanceof Long number) {
      return number == 0 && sign.equals("<") ? negative(left) : real(sign, left, right);
    }
    if (right.kind() == Kind.DOUBLE && left.constant() instanceof Long number) {
      return number == 0 && sign.equals("<=")
          ? "(not " + negative(right) + ")"
          : real(sign, left, right);
    }
    Term constant = left.isConstant() ? left : right;
    if (constant.constant() instanceof Double number && Double.compare(number, -0.0) != 0) {
      return real(sign, left, right);
    }
    throw new NotInSql("the order of numbers of different types");
  }

  /** Against integers CEL's Java implementation has −0.0 below 0, and NaN above all numbers. */
  private static String negative(Term term) {
    return "(%1$s < 0.0e0 or (%1$s = 0.0e0 and signbit(%1$s)))".formatted(term.sql());
  }

  private static boolean isUnsignedAndWhole(Term unsigned, Term whole) {
    return unsigned.kind() == Kind.UINT && whole.kind() == Kind.INT;
  }

  private static String wide(Term term) {
    return term.constant() instanceof UnsignedLong || term.isConstant()
        ? term.sql()
        : term.sql() + "::hugeint";
  }

  private static String real(String sign, Term left, Term right) {
    Term whole = left.kind() == Kind.INT ? left : right;
    if (!whole.reach().within(EXACT_DOUBLES)) {
      throw new NotInSql("the order of numbers of different types");
    }
    return plain(sign, real(left), real(right));
  }

  private static String real(Term term) {
    return term.kind() == Kind.INT ? term.sql() + "::double" : term.sql();
  }
}
