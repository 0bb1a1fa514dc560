package io.optima.query.format;

import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.Field;
import io.optima.query.duckdb.DuckTypes;
import io.optima.query.duckdb.Sql;
import java.util.stream.Collectors;

/**
 * Values as text in CSV and JSON, as SQL expressions both ways: timestamps in ISO 8601, binary in
 * Base64, nested values in JSON. What is written reads back as the same value; reading refuses what
 * a type would have to round or cut.
 */
final class TextForm {
  /** Digits that every reader of JSON keeps; longer decimals are written as strings. */
  private static final int DOUBLE_DIGITS = 15;

  private TextForm() {}

  /** The value as CSV has it. */
  static String csv(String value, DataType type, int depth) {
    if (Nesting.isNested(type)) {
      return "cast(to_json(" + json(value, type, depth) + ") as varchar)";
    }
    return switch (type) {
      case Simple.FLOAT32, Simple.FLOAT64 -> value;
      case DataType.Decimal decimal -> value;
      default -> json(value, type, depth);
    };
  }

  /** The value as DuckDB's writer makes JSON of it. */
  static String json(String value, DataType type, int depth) {
    return switch (type) {
      case Simple.BINARY -> "to_base64(" + value + ")";
      case Simple.TIMESTAMP, Simple.TIMESTAMP_NS -> iso(value);
      case Simple.TIMESTAMP_UTC -> "replace(" + iso(value) + ", '+00', 'Z')";
      case Simple.INTERVAL -> "cast(" + value + " as varchar)";
      case Simple.FLOAT32, Simple.FLOAT64 ->
          "case when isfinite(%1$s) then cast(cast(%1$s as varchar) as json) else to_json(cast(%1$s as varchar)) end"
              .formatted(value);
      case DataType.Decimal(int precision, int scale) ->
          precision > DOUBLE_DIGITS
              ? "cast(" + value + " as varchar)"
              : "cast(cast(" + value + " as varchar) as json)";
      case Simple simple -> value;
      default -> Nesting.each(value, type, depth, TextForm::json);
    };
  }

  private static String iso(String value) {
    return "replace(cast(" + value + " as varchar), ' ', 'T')";
  }

  /** The type, in DuckDB's words, in which text is read before it is converted. */
  static String raw(DataType type) {
    return switch (type) {
      case Simple simple -> "varchar";
      case DataType.Decimal decimal -> "varchar";
      case DataType.ListOf(DataType element) -> raw(element) + "[]";
      case DataType.MapOf(DataType key, DataType value) -> "map(varchar, " + raw(value) + ")";
      case DataType.Struct struct ->
          struct.fields().stream()
              .map(field -> Sql.name(field.name()) + " " + raw(field.type()))
              .collect(Collectors.joining(", ", "struct(", ")"));
    };
  }

  /** A field of CSV as a value. */
  static String fromCsv(String text, Field field) {
    if (Nesting.isNested(field.type())) {
      String parsed = "cast(cast(nullif(" + text + ", '') as json) as " + raw(field.type()) + ")";
      return fromRaw(parsed, field.type(), 0);
    }
    boolean keepsEmpty = field.type() == Simple.UTF8 || field.type() == Simple.BINARY;
    return fromRaw(keepsEmpty ? text : "nullif(" + text + ", '')", field.type(), 0);
  }

  /** A value of the {@link #raw} type as a value; anything inexact is an error. */
  static String fromRaw(String text, DataType type, int depth) {
    return switch (type) {
      case Simple.UTF8 -> text;
      case Simple.BINARY -> "from_base64(" + text + ")";
      case Simple.NULL -> "cast(" + cast(text, Simple.BOOL) + " as \"null\")";
      case Simple.FLOAT32, Simple.FLOAT64, Simple.BOOL, Simple.INTERVAL -> cast(text, type);
      case Simple.DATE -> matching(text, "\\s*[0-9]+-[0-9]{1,2}-[0-9]{1,2}( \\(BC\\))?\\s*", type);
      case Simple.TIME -> matching(text, "[^.]*(\\.[0-9]{0,6}0*\\s*)?", type);
      case Simple.TIMESTAMP ->
          matching(text, "[^.:]*(:[0-9]{2})?(:[0-9]{2}(\\.[0-9]{0,6}0*)?)?( \\(BC\\))?\\s*", type);
      case Simple.TIMESTAMP_NS ->
          matching(text, "[^.:]*(:[0-9]{2})?(:[0-9]{2}(\\.[0-9]{0,9}0*)?)?( \\(BC\\))?\\s*", type);
      case Simple.TIMESTAMP_UTC -> matching(text, "[^.]*(\\.[0-9]{0,6}0*([^0-9.].*)?)?", type);
      case Simple whole -> matching(text, "\\s*[+-]?[0-9]+(\\.0*)?\\s*", type);
      case DataType.Decimal(int precision, int scale) ->
          matching(text, "\\s*[+-]?[0-9]*\\.?[0-9]{0," + scale + "}0*\\s*", type);
      default -> Nesting.each(text, type, depth, TextForm::fromRaw);
    };
  }

  private static String matching(String text, String pattern, DataType type) {
    return checked(
        text, "regexp_full_match(" + text + ", " + Sql.text(pattern) + ")", cast(text, type), type);
  }

  /** The cast of an impossible text instead of {@code error()}, which TRY does not catch. */
  private static String checked(String text, String condition, String value, DataType type) {
    return "case when %s is null then null when %s then %s else cast('inexact ' || %s as %s) end"
        .formatted(text, condition, value, text, DuckTypes.sql(type));
  }

  /** A value of another type, refused when the cast back does not give it again. */
  static String fromTyped(String value, String from, DataType type) {
    String impossible = type == Simple.BINARY ? "from_base64('?')" : cast("'inexact'", type);
    return "case when %1$s is null then null when cast(%2$s as %3$s) is not distinct from %1$s then %2$s else %4$s end"
        .formatted(value, cast(value, type), from, impossible);
  }

  private static String cast(String value, DataType type) {
    return "cast(" + value + " as " + DuckTypes.sql(type) + ")";
  }
}
