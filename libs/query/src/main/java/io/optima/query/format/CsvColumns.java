package io.optima.query.format;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Format;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckTypes;
import io.optima.query.duckdb.Sql;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file's fields as values. DuckDB's own reader takes {@code 1.5} for the integer 2 and cuts
 * the time off a date, so that every field is read as text and only what loses nothing becomes a
 * value of another type.
 */
final class CsvColumns {
  private static final String ISO_DATE = "%Y-%m-%d";
  private static final String DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
  private static final String TIME = "[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?";

  /** Types whose values are usually written just as DuckDB writes them. */
  private static final Set<DataType> ONE_WAY =
      Set.of(Simple.INT64, new DataType.Decimal(38, 0), Simple.DATE);

  /** How the others are usually written: those are taken without looking at each of them alone. */
  private static final Map<DataType, String> USUAL =
      Map.of(
          Simple.BOOL,
          "true|false|True|False|TRUE|FALSE",
          Simple.TIME,
          TIME,
          Simple.TIMESTAMP,
          DATE + "[ T]" + TIME,
          Simple.TIMESTAMP_UTC,
          DATE + "[ T]" + TIME + "(Z|[+-][0-9]{2}(:?[0-9]{2})?)");

  private static final String UNUSUAL = "error('not as the first rows')";

  private final CsvDialect dialect;
  private final Path file;

  CsvColumns(CsvDialect dialect, Path file) {
    this.dialect = dialect;
    this.file = file;
  }

  /** Types as the first rows have them; fails on a row that may need others. */
  FileQuery usual() {
    String values =
        dialect.columns().stream()
            .map(column -> plain(column) + " as " + Sql.name(column.name()))
            .collect(Collectors.joining(", "));
    String checks =
        USUAL.keySet().stream()
            .flatMap(type -> check(type).stream())
            .collect(Collectors.joining(" and "));
    String rows = source();
    return FileQuery.unexplained(
        Format.CSV, "select " + values + " from " + rows + (checks.isEmpty() ? "" : where(checks)));
  }

  private static String where(String checks) {
    return " where (" + checks + ") or " + UNUSUAL;
  }

  /** One look at all columns of the type, their fields in a row. */
  private List<String> check(DataType type) {
    List<String> fields = new ArrayList<>();
    for (CsvDialect.Column column : dialect.columns()) {
      if (column.type().equals(type) && pattern(column) == null) {
        fields.add(Sql.name(column.name()));
      }
    }
    return fields.isEmpty()
        ? List.of()
        : List.of(
            "regexp_full_match(concat_ws(',', %s), '((%s)(,|$))*')"
                .formatted(String.join(", ", fields), Objects.requireNonNull(USUAL.get(type))));
  }

  private String plain(CsvDialect.Column column) {
    String text = Sql.name(column.name());
    if (column.type() == Simple.UTF8) {
      return text;
    }
    if (pattern(column) != null) {
      return strict(column);
    }
    String value = "cast(" + text + " as " + DuckTypes.sql(column.type()) + ")";
    return ONE_WAY.contains(column.type())
        ? "case when cast(%1$s as varchar) is not distinct from %2$s then %1$s else %3$s end"
            .formatted(value, text, UNUSUAL)
        : value;
  }

  /** Types as all rows have them; a field that does not fit exactly is an error that names it. */
  FileQuery exact() {
    TableSchema schema =
        new TableSchema(
            dialect.columns().stream().map(c -> new Field(c.name(), c.type())).toList());
    Map<String, CsvDialect.Column> columns =
        dialect.columns().stream()
            .collect(Collectors.toMap(CsvDialect.Column::name, column -> column));
    return FileQuery.strict(
            Format.CSV,
            source(),
            schema,
            field -> strict(Objects.requireNonNull(columns.get(field.name()))))
        .withAdvice(": declare the column's type, utf8 takes any text");
  }

  private String strict(CsvDialect.Column column) {
    String text = Sql.name(column.name());
    String pattern = pattern(column);
    return pattern == null
        ? TextForm.fromRaw(text, column.type(), 0)
        : "cast(strptime(%s, %s) as %s)"
            .formatted(text, Sql.text(pattern), DuckTypes.sql(column.type()));
  }

  /** Dates and timestamps that are not written as ISO 8601 has it. */
  private @Nullable String pattern(CsvDialect.Column column) {
    if (column.type() == Simple.DATE) {
      return ISO_DATE.equals(dialect.dateFormat()) ? null : dialect.dateFormat();
    }
    return column.type() == Simple.TIMESTAMP ? dialect.timestampFormat() : null;
  }

  private String source() {
    return dialect.reading(file, dialect.names(), true);
  }

  /** Columns of the schema; an empty field in quotes is told from a missing one. */
  FileQuery declared(TableSchema schema) {
    List<String> names = dialect.header() ? dialect.names() : schema.names();
    if (dialect.header()) {
      ColumnNames.check(names, schema);
    } else if (dialect.columns().size() != schema.fields().size()) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "the CSV has %d columns, the schema %d",
          dialect.columns().size(),
          schema.fields().size());
    }
    return FileQuery.strict(
        Format.CSV,
        dialect.reading(file, names, false),
        schema,
        field -> TextForm.fromCsv(Sql.name(field.name()), field));
  }
}
