package io.optima.query.format;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.CsvOptions;
import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a CSV file is written, as far as it was said or found out.
 *
 * @param skip lines before the header or the first row
 * @param columns names with DuckDB's types
 */
record CsvDialect(
    String delimiter,
    String quote,
    String escape,
    long skip,
    boolean header,
    @Nullable String nullText,
    @Nullable String dateFormat,
    @Nullable String timestampFormat,
    List<Column> columns) {
  /** Rows that are looked at before the file is read; if they mislead, all are. */
  static final long SAMPLE_ROWS = 50_000;

  static final long ALL_ROWS = -1;

  /** Longest line, in bytes, that is read at all. */
  private static final long LONGEST_LINE = 256L << 20;

  private static final String NONE = "(empty)";

  record Column(String name, String type) {}

  static CsvDialect find(DuckDb duckDb, Path file, CsvOptions options, long rows)
      throws SQLException {
    String sniff =
        "select Delimiter, Quote, Escape, SkipRows, HasHeader, DateFormat, TimestampFormat,"
            + " list_transform(Columns, lambda c: c.name) as names,"
            + " list_transform(Columns, lambda c: c.type) as types from sniff_csv(%s, sample_size = %d%s)"
                .formatted(Sql.text(file), rows, given(options));
    try (Connection connection = duckDb.connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sniff)) {
      if (!found.next()) {
        throw OptimaException.invalid("the CSV has no columns that could be found");
      }
      return dialect(found, options);
    }
  }

  private static CsvDialect dialect(ResultSet found, CsvOptions options) throws SQLException {
    Object[] names = (Object[]) found.getArray("names").getArray();
    Object[] types = (Object[]) found.getArray("types").getArray();
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      columns.add(new Column(names[i].toString(), types[i].toString()));
    }
    String quote = found.getString("Quote");
    boolean quoteSeen = !quote.equals(NONE);
    String usual = options.quote() == null ? "\"" : options.quote();
    String escape = found.getString("Escape");
    return new CsvDialect(
        found.getString("Delimiter"),
        quoteSeen ? quote : usual,
        escape.equals(NONE) ? (options.escape() == null ? usual : options.escape()) : escape,
        found.getLong("SkipRows"),
        found.getBoolean("HasHeader"),
        options.nullText(),
        found.getString("DateFormat"),
        found.getString("TimestampFormat"),
        columns);
  }

  private static String given(CsvOptions options) {
    StringBuilder given = new StringBuilder(", max_line_size = ").append(LONGEST_LINE);
    append(given, "header", options.header());
    append(given, "delim", options.delimiter());
    append(given, "quote", options.quote());
    append(given, "escape", options.escape());
    append(given, "nullstr", options.nullText());
    return given.toString();
  }

  private static void append(StringBuilder options, String name, @Nullable Object value) {
    if (value != null) {
      String literal = value instanceof String ? Sql.text(value) : value.toString();
      options.append(", ").append(name).append(" = ").append(literal);
    }
  }

  /** The table function that reads the file with the types found. */
  String reading(Path file) {
    StringBuilder options = new StringBuilder();
    append(options, "delim", delimiter);
    append(options, "quote", quote);
    append(options, "escape", escape);
    append(options, "skip", skip);
    append(options, "header", header);
    append(options, "nullstr", nullText);
    append(options, "dateformat", dateFormat);
    append(options, "timestampformat", timestampFormat);
    append(options, "allow_quoted_nulls", !isText());
    append(options, "max_line_size", LONGEST_LINE);
    return "read_csv(%s, auto_detect = false, columns = {%s}%s)"
        .formatted(Sql.text(file), types(), options);
  }

  /** The same file with every field as text, an empty one in quotes told from a missing one. */
  CsvDialect asText(TableSchema schema) {
    List<String> names = header ? columns.stream().map(Column::name).toList() : schema.names();
    if (header) {
      ColumnNames.check(names, schema);
    } else if (columns.size() != schema.fields().size()) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "the CSV has %d columns, the schema %d",
          columns.size(),
          schema.fields().size());
    }
    List<Column> text = names.stream().map(name -> new Column(name, "varchar")).toList();
    return new CsvDialect(delimiter, quote, escape, skip, header, nullText, null, null, text);
  }

  private boolean isText() {
    return columns.stream().allMatch(column -> column.type().equals("varchar"));
  }

  private String types() {
    return columns.stream()
        .map(column -> Sql.text(column.name()) + ": " + Sql.text(column.type()))
        .collect(Collectors.joining(", "));
  }
}
