package io.optima.query.format;

import io.optima.model.OptimaException;
import io.optima.model.dataset.CsvOptions;
import io.optima.model.schema.DataType;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.Sql;
import java.io.IOException;
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
 * @param columns names with the types found
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

  private static final String NONE = "(empty)";

  record Column(String name, DataType type) {}

  static CsvDialect find(DuckDb duckDb, Path file, CsvOptions options, long rows)
      throws IOException, SQLException {
    LongLines.check(file);
    String sniff =
        "select Delimiter, Quote, Escape, SkipRows, HasHeader, DateFormat, TimestampFormat,"
            + " list_transform(Columns, lambda c: c.name) as names,"
            + " list_transform(Columns, lambda c: c.type) as types from sniff_csv(%s, sample_size = %d%s)"
                .formatted(Sql.text(file), rows, given(options));
    try (Connection connection = duckDb.connect();
        Statement statement = connection.createStatement();
        ResultSet found = DuckDb.whole(statement, sniff)) {
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
      columns.add(new Column(names[i].toString(), type(types[i].toString())));
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

  private static DataType type(String found) {
    return switch (found) {
      case "BOOLEAN" -> DataType.Simple.BOOL;
      case "BIGINT" -> DataType.Simple.INT64;
      case "HUGEINT" -> new DataType.Decimal(38, 0);
      case "DOUBLE" -> DataType.Simple.FLOAT64;
      case "DATE" -> DataType.Simple.DATE;
      case "TIME" -> DataType.Simple.TIME;
      case "TIMESTAMP" -> DataType.Simple.TIMESTAMP;
      case "TIMESTAMP WITH TIME ZONE" -> DataType.Simple.TIMESTAMP_UTC;
      default -> DataType.Simple.UTF8;
    };
  }

  private static String given(CsvOptions options) {
    StringBuilder given = new StringBuilder();
    appendSizes(given);
    append(given, "header", options.header());
    append(given, "delim", options.delimiter());
    append(given, "quote", options.quote());
    append(given, "escape", options.escape());
    append(given, "nullstr", options.nullText());
    return given.toString();
  }

  /** Without a size of its own the buffer has room for sixteen of the longest lines. */
  private static void appendSizes(StringBuilder options) {
    append(options, "max_line_size", LongLines.LIMIT);
    append(options, "buffer_size", 2L * LongLines.LIMIT);
  }

  private static void append(StringBuilder options, String name, @Nullable Object value) {
    if (value != null) {
      String literal = value instanceof String ? Sql.text(value) : value.toString();
      options.append(", ").append(name).append(" = ").append(literal);
    }
  }

  /**
   * The table function that reads every field as text.
   *
   * @param names of the columns
   * @param quotedNulls an empty field in quotes is null too, as one without is
   */
  String reading(Path file, List<String> names, boolean quotedNulls) {
    String text =
        names.stream()
            .map(name -> Sql.text(name) + ": 'varchar'")
            .collect(Collectors.joining(", "));
    StringBuilder options = new StringBuilder();
    append(options, "delim", delimiter);
    append(options, "quote", quote);
    append(options, "escape", escape);
    append(options, "skip", skip);
    append(options, "header", header);
    append(options, "nullstr", nullText);
    append(options, "allow_quoted_nulls", quotedNulls);
    appendSizes(options);
    return "read_csv(%s, auto_detect = false, columns = {%s}%s)"
        .formatted(Sql.text(file), text, options);
  }

  List<String> names() {
    return columns.stream().map(Column::name).toList();
  }
}
