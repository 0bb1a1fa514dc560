package io.optima.query.format;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Format;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.query.csv.UsualCsv;
import io.optima.query.duckdb.DuckTypes;
import io.optima.query.duckdb.Sql;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file's fields as values. DuckDB's own reader takes {@code 1.5} for the integer 2 and cuts
 * the time off a date, so that every field is read as text and only what loses nothing becomes a
 * value of another type.
 */
final class CsvColumns {
  private static final String ISO_DATE = "%Y-%m-%d";

  private final CsvDialect dialect;
  private final Path file;

  CsvColumns(CsvDialect dialect, Path file) {
    this.dialect = dialect;
    this.file = file;
  }

  /** The dialect, if it is one that is read without DuckDB, types as the first rows have them. */
  Optional<UsualCsv> usual() {
    Optional<Byte> delimiter = UsualCsv.oneByte(dialect.delimiter());
    Optional<Byte> quote = UsualCsv.oneByte(dialect.quote());
    boolean usual =
        dialect.escape().equals(dialect.quote())
            && !dialect.delimiter().equals(dialect.quote())
            && dialect.skip() == 0
            && dialect.columns().stream()
                .allMatch(column -> UsualCsv.reads(column.type()) && pattern(column) == null);
    return usual && delimiter.isPresent() && quote.isPresent()
        ? Optional.of(
            new UsualCsv(
                delimiter.get(), quote.get(), dialect.header(), dialect.nullText(), found()))
        : Optional.empty();
  }

  private TableSchema found() {
    return new TableSchema(
        dialect.columns().stream().map(c -> new Field(c.name(), c.type())).toList());
  }

  /** Types as all rows have them; a field that does not fit exactly is an error that names it. */
  FileQuery exact() {
    Map<String, CsvDialect.Column> columns =
        dialect.columns().stream()
            .collect(Collectors.toMap(CsvDialect.Column::name, column -> column));
    return FileQuery.strict(
            Format.CSV,
            dialect.reading(file, dialect.names(), true),
            found(),
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
