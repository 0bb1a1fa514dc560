package io.optima.jdbc.dialect;

import io.optima.jdbc.value.Interval;
import io.optima.model.OptimaException;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Decimal;
import io.optima.model.schema.DataType.Simple;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, by its own driver. */
public final class PostgreSql implements Dialect {
  private static final Pattern URL =
      Pattern.compile(
          "jdbc:postgresql://[A-Za-z0-9.,:\\[\\]_-]+/[^/?&%\\p{Cntrl}]{1,63}(\\?(.*))?");

  private static final Set<String> PARAMETERS =
      Set.of("sslmode", "currentSchema", "connectTimeout", "socketTimeout", "targetServerType");

  @Override
  public String name() {
    return "PostgreSQL";
  }

  @Override
  public boolean isUrl(String url) {
    return url.startsWith("jdbc:postgresql:");
  }

  @Override
  public void checkUrl(String url) {
    Matcher matcher = URL.matcher(url);
    if (!matcher.matches()) {
      throw OptimaException.invalid(
          "the url is not allowed: write jdbc:postgresql://host:port/database");
    }
    if (matcher.group(2) == null) {
      return;
    }
    for (String parameter : matcher.group(2).split("&", -1)) {
      String name = parameter.replaceFirst("=.*", "");
      if (!PARAMETERS.contains(name)) {
        throw OptimaException.invalid(
            "the url's parameter '%s' is not allowed: there may be %s",
            io.optima.model.Shown.of(name), new java.util.TreeSet<>(PARAMETERS));
      }
    }
  }

  /** Text is sent without a type, so that the column's type reads it: JSON, uuid, enumerations. */
  @Override
  public Properties properties(Access access) {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "optima");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("loginTimeout", "10");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("logServerErrorDetail", "false");
    properties.setProperty("stringtype", "unspecified");
    properties.setProperty("reWriteBatchedInserts", String.valueOf(access == Access.WRITE));
    return properties;
  }

  @Override
  public void begin(Connection connection, Access access) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set intervalstyle = 'iso_8601'");
    }
    connection.setReadOnly(access == Access.READ);
    connection.setAutoCommit(false);
  }

  @Override
  public boolean makesTablesInTransactions() {
    return true;
  }

  @Override
  public boolean exists(Connection connection, TableName table) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select to_regclass(?::text) is not null")) {
      query.setString(1, table.sql());
      try (ResultSet answer = query.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }

  @Override
  public @Nullable String columnType(DataType type, boolean key) {
    return switch (type) {
      case Decimal(int precision, int scale) -> "numeric(" + precision + "," + scale + ")";
      case Simple simple ->
          switch (simple) {
            case BOOL -> "boolean";
            case INT8, INT16, UINT8 -> "smallint";
            case INT32, UINT16 -> "integer";
            case INT64, UINT32 -> "bigint";
            case UINT64 -> "numeric(20,0)";
            case FLOAT32 -> "real";
            case FLOAT64 -> "double precision";
            case UTF8, NULL -> "text";
            case BINARY -> "bytea";
            case DATE -> "date";
            case TIME -> "time(6)";
            case TIMESTAMP -> "timestamp(6)";
            // has nanoseconds, which its timestamp has not
            case TIMESTAMP_NS -> "text";
            case TIMESTAMP_UTC -> "timestamptz(6)";
            case INTERVAL -> "interval";
          };
      default -> null;
    };
  }

  @Override
  public Found found(Shape column) {
    return switch (column.type()) {
      case "bool" -> new Found.Known(Simple.BOOL);
      case "int2", "smallserial" -> new Found.Known(Simple.INT16);
      case "int4", "serial" -> new Found.Known(Simple.INT32);
      case "int8", "bigserial", "oid" -> new Found.Known(Simple.INT64);
      case "float4" -> new Found.Known(Simple.FLOAT32);
      case "float8" -> new Found.Known(Simple.FLOAT64);
      case "numeric" -> Found.decimal(column.precision(), column.scale());
      case "bytea" -> new Found.Known(Simple.BINARY);
      case "date" -> new Found.Known(Simple.DATE);
      case "time" -> new Found.Known(Simple.TIME);
      case "timestamp" -> new Found.Known(Simple.TIMESTAMP);
      case "timestamptz" -> new Found.Known(Simple.TIMESTAMP_UTC);
      case "interval" -> new Found.Known(Simple.INTERVAL);
      default ->
          column.type().startsWith("_")
              ? new Found.Refused("it is an array")
              : new Found.Known(Simple.UTF8);
    };
  }

  @Override
  public void bind(PreparedStatement statement, int index, DataType form, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(index, sqlType(form));
      case Boolean bool -> statement.setBoolean(index, bool);
      case Long number -> statement.setLong(index, number);
      case Float number -> statement.setFloat(index, number);
      case Double number -> statement.setDouble(index, number);
      case BigDecimal number -> statement.setBigDecimal(index, number);
      case byte[] bytes -> statement.setBytes(index, bytes);
      case Interval interval -> statement.setString(index, interval.text());
      case Instant instant -> statement.setObject(index, instant.atOffset(ZoneOffset.UTC));
      case String text -> statement.setString(index, text);
      // date, time and timestamp
      default -> statement.setObject(index, value);
    }
  }

  private static int sqlType(DataType form) {
    return switch (form) {
      case Simple.BOOL -> Types.BOOLEAN;
      case Simple.INT16, Simple.INT32, Simple.INT64 -> Types.BIGINT;
      case Simple.FLOAT32 -> Types.REAL;
      case Simple.FLOAT64 -> Types.DOUBLE;
      case Simple.BINARY -> Types.BINARY;
      case Simple.DATE -> Types.DATE;
      case Simple.TIME -> Types.TIME;
      case Simple.TIMESTAMP -> Types.TIMESTAMP;
      case Simple.TIMESTAMP_UTC -> Types.TIMESTAMP_WITH_TIMEZONE;
      case Decimal decimal -> Types.NUMERIC;
      default -> Types.VARCHAR;
    };
  }

  @Override
  public @Nullable Object fetch(ResultSet rows, int index, DataType form) throws SQLException {
    return switch (form) {
      case Simple.BOOL -> orNull(rows, rows.getBoolean(index));
      case Simple.INT16, Simple.INT32, Simple.INT64 -> orNull(rows, rows.getLong(index));
      case Simple.FLOAT32 -> orNull(rows, rows.getFloat(index));
      case Simple.FLOAT64 -> orNull(rows, rows.getDouble(index));
      case Simple.BINARY -> rows.getBytes(index);
      case Simple.DATE -> rows.getObject(index, LocalDate.class);
      case Simple.TIME -> rows.getObject(index, LocalTime.class);
      case Simple.TIMESTAMP -> rows.getObject(index, LocalDateTime.class);
      case Simple.TIMESTAMP_UTC -> instant(rows.getObject(index, OffsetDateTime.class));
      case Simple.INTERVAL -> interval(rows.getString(index));
      case Decimal decimal -> number(rows.getString(index));
      default -> rows.getString(index);
    };
  }

  private static @Nullable Object orNull(ResultSet rows, Object value) throws SQLException {
    return rows.wasNull() ? null : value;
  }

  private static @Nullable Object instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static @Nullable Object interval(@Nullable String text) {
    return text == null ? null : Interval.parse(text);
  }

  private static @Nullable Object number(@Nullable String text) {
    return text == null ? null : new BigDecimal(text);
  }

  /** Two that delete and insert at the same time would both keep their rows. */
  @Override
  public String lock(TableName table) {
    return "lock table " + table.sql() + " in share row exclusive mode";
  }

  @Override
  public String effects(TableName table) {
    return "create table if not exists "
        + table.sql()
        + " (effect_key varchar("
        + StandardSql.EFFECT_CHARACTERS
        + ") primary key, row_count bigint not null,"
        + " done_at timestamptz not null default current_timestamp)";
  }

  @Override
  public boolean isDuplicate(SQLException error) {
    return SqlErrors.state(error).equals("23505");
  }

  @Override
  public OptimaException translated(String doing, SQLException error) {
    String state = SqlErrors.state(error);
    if (SqlErrors.isPassing(error)) {
      return SqlErrors.unavailable(name(), doing, error);
    }
    String why =
        switch (state) {
          case "3D000" -> "there is no such database";
          case "3F000" -> "there is no such schema";
          case "42501", "25006" -> "the connection's user may not do it";
          case "42P01" -> "there is no such table";
          case "42P10" -> "the table has no unique index on the key";
          case "57014" -> "it was cancelled";
          case "21000" -> "several rows have the same key";
          default -> why(state, error);
        };
    return SqlErrors.failed(doing, why, error);
  }

  private static String why(String state, SQLException error) {
    return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
      case "28" -> "the server refuses user or password";
      case "22" -> "a value does not fit its column (" + state + ")";
      case "23" -> "a row breaks a constraint of the table (" + state + ")";
      case "42" ->
          "the statement is not right ("
              + SqlErrors.shown(String.valueOf(error.getMessage()))
              + ")";
      default -> "the database refuses it (" + state + ")";
    };
  }
}
