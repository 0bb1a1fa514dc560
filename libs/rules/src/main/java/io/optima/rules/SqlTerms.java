package io.optima.rules;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Turns checked CEL into SQL as far as both are proven to mean the same; {@code docs/spec/rules.md}
 * has the table. Whatever is not in the table is left to CEL.
 */
final class SqlTerms {
  /** CEL means something that is not written in SQL here. */
  static final class NotInSql extends RuntimeException {
    NotInSql(String what) {
      super(what, null, false, false);
    }
  }

  private final TableSchema columns;
  private final SqlNumbers numbers = new SqlNumbers();
  private final SqlComparisons comparisons = new SqlComparisons();

  SqlTerms(TableSchema columns) {
    this.columns = columns;
  }

  /**
   * @throws NotInSql naming the part that has to be left to CEL
   */
  Term of(CelExpr part) {
    return switch (part.getKind()) {
      case CONSTANT -> constant(part.constant());
      case IDENT -> column(part.ident().name());
      case CALL -> call(part.call());
      case COMPREHENSION -> throw new NotInSql("loops over lists");
      case LIST, MAP -> throw new NotInSql("lists and maps");
      default -> throw new NotInSql(part.getKind().name().toLowerCase(Locale.ROOT));
    };
  }

  /**
   * A condition of which only matters whether it is true: what is false in {@link #of} may be NULL
   * here, which saves asking.
   */
  Term truth(CelExpr part) {
    if (part.getKind() != CelExpr.ExprKind.Kind.CALL) {
      return of(part);
    }
    List<CelExpr> args = part.call().args();
    return switch (part.call().function()) {
      case "_&&_" -> junction("and", truth(args.get(0)), truth(args.get(1)));
      case "_||_" -> junction("or", truth(args.get(0)), truth(args.get(1)));
      case "_==_" ->
          isNull(args.get(0)) || isNull(args.get(1))
              ? of(part)
              : comparisons.equalOrNull(of(args.get(0)), of(args.get(1)));
      case "@in" -> among(of(args.get(0)), args.get(1), true);
      default -> of(part);
    };
  }

  static boolean isNull(CelExpr part) {
    return part.getKind() == CelExpr.ExprKind.Kind.CONSTANT
        && part.constant().getKind() == CelConstant.Kind.NULL_VALUE;
  }

  private static Term constant(CelConstant constant) {
    return switch (constant.getKind()) {
      case BOOLEAN_VALUE ->
          Term.constant(
              constant.booleanValue() ? "true" : "false", Kind.BOOL, constant.booleanValue());
      case INT64_VALUE ->
          Term.constant(SqlNumbers.literal(constant.int64Value()), Kind.INT, constant.int64Value());
      case UINT64_VALUE -> unsigned(constant.uint64Value());
      case DOUBLE_VALUE -> real(constant.doubleValue());
      case STRING_VALUE -> text(constant.stringValue());
      default -> throw new NotInSql("constants of " + constant.getKind());
    };
  }

  private static Term unsigned(UnsignedLong value) {
    return Term.constant("(" + value + "::ubigint)", Kind.UINT, value);
  }

  private static Term real(double value) {
    if (!Double.isFinite(value)) {
      throw new NotInSql("infinite numbers");
    }
    String text = Double.toString(value);
    return Term.constant("(" + text + (text.contains("E") ? ")" : "e0)"), Kind.DOUBLE, value);
  }

  private static Term text(String value) {
    if (value.indexOf('\0') >= 0) {
      throw new NotInSql("texts with the character 0");
    }
    return Term.constant(quoted(value), Kind.STRING, value);
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  static String name(String column) {
    return "\"" + column.replace("\"", "\"\"") + "\"";
  }

  private Term column(String name) {
    Field field = columns.field(name).orElseThrow(() -> new NotInSql("'" + name + "'"));
    DataType type = field.type();
    Kind kind = Kind.of(type).orElseThrow(() -> new NotInSql("lists"));
    String sql = name(name);
    return switch (kind) {
      case INT -> SqlNumbers.column(sql, name, (Simple) type);
      case DOUBLE ->
          Term.column(type == Simple.FLOAT32 ? "(" + sql + "::double)" : sql, kind, name, null);
      case TIMESTAMP -> Term.column(SqlTimes.column(sql, (Simple) type), kind, name, null);
      default -> Term.column(sql, kind, name, null);
    };
  }

  private Term call(CelCall call) {
    List<CelExpr> args = new ArrayList<>(call.target().stream().toList());
    args.addAll(call.args());
    return switch (call.function()) {
      case "_&&_" -> junction("and", of(args.get(0)), of(args.get(1)));
      case "_||_" -> junction("or", of(args.get(0)), of(args.get(1)));
      case "!_" -> {
        Term operand = bool(of(args.getFirst()));
        yield Term.strict("(not " + operand.sql() + ")", Kind.BOOL, operand);
      }
      case "_?_:_" -> choice(of(args.get(0)), of(args.get(1)), of(args.get(2)));
      case "_==_" -> equal(args.get(0), args.get(1));
      case "_!=_" -> unequal(args.get(0), args.get(1));
      case "_<_" -> comparisons.less("<", of(args.get(0)), of(args.get(1)));
      case "_<=_" -> comparisons.less("<=", of(args.get(0)), of(args.get(1)));
      case "_>_" -> comparisons.less("<", of(args.get(1)), of(args.get(0)));
      case "_>=_" -> comparisons.less("<=", of(args.get(1)), of(args.get(0)));
      case "@in" -> among(of(args.get(0)), args.get(1), false);
      case "_+_", "_-_", "_*_", "_/_", "_%_" ->
          numbers.binary(call.function().charAt(1), of(args.get(0)), of(args.get(1)));
      case "-_" -> numbers.negated(of(args.getFirst()));
      case "double" -> numbers.toDouble(of(args.getFirst()));
      case "timestamp" -> SqlTimes.constant(of(args.getFirst()));
      case "size" -> size(of(args.getFirst()));
      case "contains", "startsWith", "endsWith" ->
          text(call.function(), of(args.get(0)), of(args.get(1)));
      case "matches" -> matches(of(args.get(0)), of(args.get(1)));
      default -> {
        if (args.size() == 1) {
          Optional<Term> part = SqlTimes.part(call.function(), of(args.getFirst()));
          if (part.isPresent()) {
            yield part.get();
          }
        }
        throw new NotInSql("'" + call.function() + "'");
      }
    };
  }

  private static Term bool(Term term) {
    return require(Kind.BOOL, term);
  }

  static Term require(Kind kind, Term term) {
    if (term.kind() != kind) {
      throw new NotInSql("a value of more than one type");
    }
    return term;
  }

  /** CEL's errors are absorbed as SQL's NULL is. */
  private static Term junction(String word, Term left, Term right) {
    Term both =
        Term.strict(
            "(%s %s %s)".formatted(bool(left).sql(), word, bool(right).sql()),
            Kind.BOOL,
            left,
            right);
    return word.equals("and")
        ? both.holdingOnlyWith(
            com.google.common.collect.Sets.union(left.whenTrue(), right.whenTrue()).immutableCopy())
        : both;
  }

  private static Term choice(Term condition, Term yes, Term no) {
    require(yes.kind(), no);
    boolean valueNull = yes.valueNull() || no.valueNull();
    if (valueNull && (bool(condition).canBeNull() || yes.canError() || no.canError())) {
      throw new NotInSql("a choice between null and an error");
    }
    Term either =
        Term.strict(
            "(case when %s then %s when not %s then %s end)"
                .formatted(bool(condition).sql(), yes.sql(), condition.sql(), no.sql()),
            yes.kind(),
            condition,
            yes,
            no);
    Term.Range range =
        yes.range() == null || no.range() == null
            ? null
            : new Term.Range(
                yes.range().least().min(no.range().least()),
                yes.range().most().max(no.range().most()));
    return new Term(
        either.sql(),
        either.kind(),
        valueNull,
        either.fails(),
        either.columns(),
        either.whenTrue(),
        range,
        null);
  }

  private Term equal(CelExpr left, CelExpr right) {
    if (isNull(left) || isNull(right)) {
      return comparisons.isNull(of(isNull(left) ? right : left));
    }
    return comparisons.equal(of(left), of(right));
  }

  private Term unequal(CelExpr left, CelExpr right) {
    Term equal = equal(left, right);
    Term unequal = Term.strict("(not " + equal.sql() + ")", Kind.BOOL, equal);
    return isNull(left) || isNull(right)
        ? unequal.holdingOnlyWith(of(isNull(left) ? right : left).columns())
        : unequal;
  }

  private Term among(Term value, CelExpr list, boolean orNull) {
    if (list.getKind() != CelExpr.ExprKind.Kind.LIST || list.list().elements().isEmpty()) {
      throw new NotInSql("'in' without a list of constants");
    }
    List<Term> items = list.list().elements().stream().map(this::item).toList();
    items.forEach(item -> require(value.kind(), item));
    String sql =
        value.sql()
            + " in "
            + items.stream().map(Term::sql).collect(Collectors.joining(", ", "(", ")"));
    return value.valueNull() && !orNull
        ? Term.strict("coalesce(" + sql + ", false)", Kind.BOOL).holdingOnlyWith(value.columns())
        : Term.strict("(" + sql + ")", Kind.BOOL, value).holdingOnlyWith(value.columns());
  }

  private Term item(CelExpr part) {
    if (part.getKind() != CelExpr.ExprKind.Kind.CONSTANT || isNull(part)) {
      throw new NotInSql("'in' without a list of constants");
    }
    return of(part);
  }

  private static Term size(Term text) {
    return Term.strict("length(" + require(Kind.STRING, text).sql() + ")", Kind.INT, text)
        .in(Term.Range.of(0, Integer.MAX_VALUE));
  }

  private static Term text(String function, Term text, Term part) {
    String sql =
        switch (function) {
          case "contains" -> "contains";
          case "startsWith" -> "starts_with";
          default -> "ends_with";
        };
    Term term =
        Term.strict(
            "%s(%s, %s)"
                .formatted(sql, require(Kind.STRING, text).sql(), require(Kind.STRING, part).sql()),
            Kind.BOOL,
            text,
            part);
    return term.holdingOnlyWith(term.columns());
  }

  private static Term matches(Term text, Term regex) {
    if (!(regex.constant() instanceof String pattern) || !SafeRegex.matches(pattern)) {
      throw new NotInSql("this regular expression");
    }
    Term term =
        Term.strict(
            "regexp_matches(%s, %s)".formatted(require(Kind.STRING, text).sql(), regex.sql()),
            Kind.BOOL,
            text);
    return term.holdingOnlyWith(term.columns());
  }
}
