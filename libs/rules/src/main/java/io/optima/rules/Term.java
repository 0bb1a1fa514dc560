package io.optima.rules;

import java.math.BigInteger;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An expression of CEL in SQL. What NULL means differs: for a column it is CEL's null, a value; for
 * all else it is CEL's error.
 *
 * @param valueNull whether NULL is a value
 * @param fails whether NULL can come from something else than a column that is null
 * @param columns a null in one of them makes the expression NULL
 * @param whenTrue columns that are not null in rows for which a condition holds
 * @param range of an INT, both ends included
 * @param constant the value of a literal
 */
record Term(
    String sql,
    Kind kind,
    boolean valueNull,
    boolean fails,
    Set<String> columns,
    Set<String> whenTrue,
    @Nullable Range range,
    @Nullable Object constant) {
  private static final int LONGEST = 20_000;

  Term {
    // nested choices stand twice each
    if (sql.length() > LONGEST) {
      throw new SqlTerms.NotInSql("an expression of this size");
    }
  }

  /** What an INT can be, without looking at rows. */
  record Range(BigInteger least, BigInteger most) {
    static final Range LONG = of(Long.MIN_VALUE, Long.MAX_VALUE);

    static Range of(long least, long most) {
      return new Range(BigInteger.valueOf(least), BigInteger.valueOf(most));
    }

    boolean within(Range outer) {
      return least.compareTo(outer.least) >= 0 && most.compareTo(outer.most) <= 0;
    }
  }

  static Term constant(String sql, Kind kind, Object value) {
    Range range = value instanceof Long number ? Range.of(number, number) : null;
    return new Term(sql, kind, false, false, Set.of(), Set.of(), range, value);
  }

  static Term column(String sql, Kind kind, String name, @Nullable Range range) {
    return new Term(sql, kind, true, false, Set.of(name), Set.of(), range, null);
  }

  /** NULL as soon as one operand is. */
  static Term strict(String sql, Kind kind, Term... operands) {
    boolean fails = false;
    Set<String> columns = Set.of();
    for (Term operand : operands) {
      fails |= operand.fails;
      columns = com.google.common.collect.Sets.union(columns, operand.columns).immutableCopy();
    }
    return new Term(sql, kind, false, fails, columns, Set.of(), null, null);
  }

  boolean canError() {
    return !valueNull && (fails || !columns.isEmpty());
  }

  boolean canBeNull() {
    return fails || !columns.isEmpty();
  }

  boolean isConstant() {
    return constant != null;
  }

  Range reach() {
    return range == null ? Range.LONG : range;
  }

  Term in(@Nullable Range other) {
    return new Term(sql, kind, valueNull, fails, columns, whenTrue, other, constant);
  }

  Term holdingOnlyWith(Set<String> notNull) {
    return new Term(sql, kind, valueNull, fails, columns, notNull, range, constant);
  }

  /**
   * NULL also for a reason of its own. What holds no column is folded before it runs, and fails
   * then in spite of TRY.
   */
  Term failing() {
    if (columns.isEmpty()) {
      throw new SqlTerms.NotInSql("arithmetic of constants");
    }
    return new Term(sql, kind, valueNull, true, columns, whenTrue, range, constant);
  }
}
