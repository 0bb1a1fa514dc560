package io.optima.jdbc.dialect;

import io.optima.jdbc.value.Conversions;
import io.optima.jdbc.value.Texts;
import io.optima.model.OptimaException;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Decimal;
import io.optima.model.schema.DataType.Simple;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SQLite, by a driver that brings it. A column there may hold values of any type; its declared type
 * says what they should be, and names of types can be anything.
 */
public final class Sqlite implements Dialect {
  private static final Pattern URL = Pattern.compile("jdbc:sqlite:/[^?:\\p{Cntrl}]+");

  /** A float keeps so many; more are text. */
  private static final int NUMERIC_DIGITS = 15;

  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int READ_ONLY = 8;
  private static final int INTERRUPTED = 9;
  private static final int FULL = 13;
  private static final int CANNOT_OPEN = 14;
  private static final int CONSTRAINT = 19;

  @Override
  public String name() {
    return "SQLite";
  }

  @Override
  public boolean isUrl(String url) {
    return url.startsWith("jdbc:sqlite:");
  }

  /** No parameters, no {@code file:} with them, no {@code :resource:} from elsewhere. */
  @Override
  public void checkUrl(String url) {
    if (!URL.matcher(url).matches()) {
      throw OptimaException.invalid(
          "the url is not allowed: write jdbc:sqlite: and the whole path of a file");
    }
  }

  /** Transactions that write wait for each other at their begin, not when it is too late. */
  @Override
  public Properties properties(Access access) {
    Properties properties = new Properties();
    properties.setProperty("busy_timeout", "20000");
    properties.setProperty("limit_attached", "0");
    properties.setProperty("enable_load_extension", "false");
    if (access == Access.READ) {
      // SQLITE_OPEN_READONLY
      properties.setProperty("open_mode", "1");
    } else {
      properties.setProperty("transaction_mode", "IMMEDIATE");
    }
    return properties;
  }

  @Override
  public void begin(Connection connection, Access access) throws SQLException {
    connection.setAutoCommit(false);
  }

  @Override
  public boolean makesTablesInTransactions() {
    return true;
  }

  @Override
  public boolean exists(Connection connection, TableName table) throws SQLException {
    String schema = table.schema().isEmpty() ? "main" : table.schema();
    String sql =
        "select 1 from "
            + TableName.quoted(schema)
            + ".sqlite_master where type in ('table', 'view') and name = ? collate nocase";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, table.name());
      try (ResultSet answer = query.executeQuery()) {
        return answer.next();
      }
    }
  }

  @Override
  public @Nullable String columnType(DataType type, boolean key) {
    return switch (type) {
      case Decimal(int precision, int scale) ->
          (precision <= NUMERIC_DIGITS ? "DECIMAL(" : "DECIMAL_TEXT(")
              + precision
              + ","
              + scale
              + ")";
      case Simple simple ->
          switch (simple) {
            case BOOL -> "BOOLEAN";
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> "INTEGER";
            case UINT64 -> "DECIMAL_TEXT(20,0)";
            case FLOAT32 -> "FLOAT32";
            case FLOAT64 -> "DOUBLE";
            case UTF8, NULL, INTERVAL -> "TEXT";
            case BINARY -> "BLOB";
            case DATE -> "DATE";
            case TIME -> "TIME";
            case TIMESTAMP -> "TIMESTAMP";
            case TIMESTAMP_NS -> "TIMESTAMP_NS";
            case TIMESTAMP_UTC -> "TIMESTAMPTZ";
          };
      default -> null;
    };
  }

  /** By SQLite's own rules of affinity, behind the names that say more. */
  @Override
  public Found found(Shape column) {
    String type = column.type();
    return switch (type) {
      case "bool", "boolean" -> new Found.Known(Simple.BOOL);
      case "float32" -> new Found.Known(Simple.FLOAT32);
      case "date" -> new Found.Known(Simple.DATE);
      case "time" -> new Found.Known(Simple.TIME);
      case "timestamp", "datetime" -> new Found.Known(Simple.TIMESTAMP);
      case "timestamp_ns" -> new Found.Known(Simple.TIMESTAMP_NS);
      case "timestamptz" -> new Found.Known(Simple.TIMESTAMP_UTC);
      case "decimal", "decimal_text", "numeric" ->
          Found.decimal(column.precision(), column.scale());
      default -> affinity(type);
    };
  }

  private static Found affinity(String type) {
    if (type.contains("int")) {
      return new Found.Known(Simple.INT64);
    }
    if (type.contains("char") || type.contains("clob") || type.contains("text")) {
      return new Found.Known(Simple.UTF8);
    }
    if (type.contains("blob")) {
      return new Found.Known(Simple.BINARY);
    }
    if (type.contains("real") || type.contains("floa") || type.contains("doub")) {
      return new Found.Known(Simple.FLOAT64);
    }
    return new Found.Undecided("it is declared with no type that says what it holds");
  }

  @Override
  public void bind(PreparedStatement statement, int index, DataType form, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(index, Types.NULL);
      case Boolean bool -> statement.setInt(index, bool ? 1 : 0);
      case Long number -> statement.setLong(index, number);
      case Float number -> statement.setDouble(index, kept(number));
      case Double number -> statement.setDouble(index, kept(number));
      case byte[] bytes -> statement.setBytes(index, bytes);
      default -> statement.setString(index, Texts.print(form, value));
    }
  }

  /** Not a number would become null, and a negative zero a zero. */
  private static double kept(double number) {
    if (Double.isNaN(number) || Double.compare(number, -0.0) == 0) {
      throw new ArithmeticException("SQLite has neither NaN nor -0.0");
    }
    return number;
  }

  @Override
  public @Nullable Object fetch(ResultSet rows, int index, DataType form) throws SQLException {
    Object value = rows.getObject(index);
    return switch (value) {
      case null -> null;
      case Integer number -> of(Simple.INT64, form, number.longValue());
      case Long number -> of(Simple.INT64, form, number);
      case Double number -> of(Simple.FLOAT64, form, number);
      case String text -> of(Simple.UTF8, form, text);
      case byte[] bytes -> of(Simple.BINARY, form, bytes);
      default -> throw new IllegalArgumentException(value.getClass().getName());
    };
  }

  private static Object of(Simple stored, DataType form, Object value) {
    if (stored == Simple.FLOAT64 && (form instanceof Decimal || form == Simple.UTF8)) {
      // the shortest digits that mean this float are those of the decimal that it was
      BigDecimal digits = BigDecimal.valueOf((Double) value);
      return form == Simple.UTF8 ? digits.toPlainString() : scaled((Decimal) form, digits);
    }
    return Conversions.between(stored, form)
        .orElseThrow(() -> new IllegalArgumentException(stored.text()))
        .of(value);
  }

  private static Object scaled(Decimal type, BigDecimal digits) {
    return Conversions.between(new Decimal(38, 0), type).orElseThrow().of(digits);
  }

  /** Its transactions that write begin immediate: there is one. */
  @Override
  public @Nullable String lock(TableName table) {
    return null;
  }

  @Override
  public String effects(TableName table) {
    return "create table if not exists "
        + table.sql()
        + " (effect_key text primary key, row_count integer not null,"
        + " done_at timestamp not null default current_timestamp)";
  }

  @Override
  public boolean isDuplicate(SQLException error) {
    return (error.getErrorCode() & 0xff) == CONSTRAINT;
  }

  @Override
  public OptimaException translated(String doing, SQLException error) {
    int code = error.getErrorCode() & 0xff;
    if (code == BUSY || code == LOCKED || SqlErrors.isPassing(error)) {
      return SqlErrors.unavailable(name(), doing, error);
    }
    String why =
        switch (code) {
          case READ_ONLY -> "the file may not be written";
          case INTERRUPTED -> "it was cancelled";
          case FULL -> "there is no room left for the file";
          case CANNOT_OPEN -> "the file cannot be opened";
          case CONSTRAINT -> "a row breaks a constraint of the table";
          default -> why(String.valueOf(error.getMessage()));
        };
    return SqlErrors.failed(doing, why, error);
  }

  private static String why(String message) {
    return message.contains("ON CONFLICT clause")
        ? "the table has no unique index on the key"
        : SqlErrors.shown(message);
  }
}
