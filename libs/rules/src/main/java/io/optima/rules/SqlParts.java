package io.optima.rules;

import dev.cel.common.ast.CelExpr;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Simple;
import java.util.ArrayList;
import java.util.List;

/** Conditions and values of single rules in SQL. */
final class SqlParts {
  private final SqlTerms terms;
  private final Explain explain;

  SqlParts(SqlTerms terms, Explain explain) {
    this.terms = terms;
    this.explain = explain;
  }

  /**
   * NULL where CEL has an error; where the column {@code failed} is not wanted, also where it is
   * false.
   */
  String condition(CheckedRule rule) {
    boolean failuresMatter = explain == Explain.WHY;
    CelExpr expression = rule.when().getExpr();
    Term when =
        SqlTerms.require(
            Kind.BOOL, failuresMatter ? terms.of(expression) : terms.truth(expression));
    List<String> checks = new ArrayList<>();
    List<CheckedValue> values = new ArrayList<>(rule.set().values());
    rule.emit().values().forEach(columns -> values.addAll(columns.values()));
    for (CheckedValue value : values) {
      if (!SqlTerms.isNull(value.tree().getExpr())) {
        check(when, value, checks);
      }
    }
    return checks.isEmpty()
        ? when.sql()
        : "case when %1$s then nullif(%2$s, false) else %1$s end"
            .formatted(when.sql(), String.join(" and ", checks));
  }

  /** A rule whose value is an error does not fire. */
  private void check(Term when, CheckedValue value, List<String> checks) {
    Term computed = terms.of(value.tree().getExpr());
    boolean narrow = isNarrow(computed, value.type());
    if (computed.valueNull()) {
      if (narrow) {
        checks.add(
            "(%s is null or %s is not null)".formatted(computed.sql(), fitted(computed, value)));
      }
    } else if (computed.fails() || narrow || !when.whenTrue().containsAll(computed.columns())) {
      if (narrow || computed.canBeNull()) {
        checks.add("(" + fitted(computed, value) + " is not null)");
      }
    }
  }

  private static boolean isNarrow(Term computed, DataType type) {
    return computed.kind() == Kind.INT
        && !computed.reach().within(SqlNumbers.column("", "", (Simple) type).reach());
  }

  String value(CheckedValue value) {
    return SqlTerms.isNull(value.tree().getExpr())
        ? "null"
        : fitted(terms.of(value.tree().getExpr()), value);
  }

  private static String fitted(Term computed, CheckedValue value) {
    if (computed.kind() == Kind.TIMESTAMP) {
      return "make_timestamptz(" + computed.sql() + ")";
    }
    return value.type().equals(computed.kind().column())
        ? computed.sql()
        : "try_cast(%s as %s)".formatted(computed.sql(), type(value.type()));
  }

  static String type(DataType type) {
    return switch ((Simple) type) {
      case BOOL -> "boolean";
      case INT8 -> "tinyint";
      case INT16 -> "smallint";
      case INT32 -> "integer";
      case INT64 -> "bigint";
      case UINT8 -> "utinyint";
      case UINT16 -> "usmallint";
      case UINT32 -> "uinteger";
      case UINT64 -> "ubigint";
      case FLOAT64 -> "double";
      case UTF8 -> "varchar";
      case TIMESTAMP_UTC -> "timestamptz";
      default -> throw new IllegalStateException("rules set no " + type.text());
    };
  }
}
