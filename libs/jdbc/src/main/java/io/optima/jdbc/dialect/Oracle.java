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
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Oracle Database, by a driver that its users have. Its SQL follows Oracle's SQL Language
 * Reference, 19c; it has not been run against a server.
 */
public final class Oracle implements Dialect {
  private static final Pattern URL =
      Pattern.compile(
          "jdbc:oracle:thin:@(tcps?:)?//[A-Za-z0-9._-]+(:[0-9]{1,5})?/[A-Za-z0-9._$#-]+");

  private static final int KEY_CHARACTERS = 1_000;
  private static final int TEXT_CHARACTERS = 64;

  @Override
  public String name() {
    return "Oracle";
  }

  @Override
  public boolean isUrl(String url) {
    return url.startsWith("jdbc:oracle:");
  }

  /** No names that a directory or a file resolves, and no parameters. */
  @Override
  public void checkUrl(String url) {
    if (!URL.matcher(url).matches()) {
      throw OptimaException.invalid(
          "the url is not allowed: write jdbc:oracle:thin:@//host:port/service");
    }
  }

  @Override
  public Properties properties(Access access) {
    Properties properties = new Properties();
    properties.setProperty("oracle.net.CONNECT_TIMEOUT", "10000");
    properties.setProperty("v$session.program", "optima");
    return properties;
  }

  @Override
  public void begin(Connection connection, Access access) throws SQLException {
    connection.setAutoCommit(false);
    if (access == Access.READ) {
      try (var statement = connection.createStatement()) {
        statement.execute("set transaction read only");
      }
    }
  }

  @Override
  public boolean makesTablesInTransactions() {
    return false;
  }

  @Override
  public boolean exists(Connection connection, TableName table) throws SQLException {
    String owner = table.schema().isEmpty() ? "sys_context('userenv', 'current_schema')" : "?";
    String sql =
        "select 1 from all_objects where object_type in ('TABLE', 'VIEW') and object_name = ?"
            + " and owner = "
            + owner;
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, table.name());
      if (!table.schema().isEmpty()) {
        query.setString(2, table.schema());
      }
      try (ResultSet answer = query.executeQuery()) {
        return answer.next();
      }
    }
  }

  @Override
  public @Nullable String columnType(DataType type, boolean key) {
    return switch (type) {
      case Decimal(int precision, int scale) -> "number(" + precision + "," + scale + ")";
      case Simple simple ->
          switch (simple) {
            case BOOL -> "number(1)";
            case INT8, UINT8 -> "number(3)";
            case INT16, UINT16 -> "number(5)";
            case INT32, UINT32 -> "number(10)";
            case INT64 -> "number(19)";
            case UINT64 -> "number(20)";
            case FLOAT32 -> "binary_float";
            case FLOAT64 -> "binary_double";
            case UTF8 -> key ? "varchar2(" + KEY_CHARACTERS + " char)" : "clob";
            case BINARY -> key ? "raw(" + KEY_CHARACTERS + ")" : "blob";
            case DATE -> "date";
            case TIME, INTERVAL, NULL -> "varchar2(" + TEXT_CHARACTERS + " char)";
            case TIMESTAMP -> "timestamp(6)";
            case TIMESTAMP_NS -> "timestamp(9)";
            case TIMESTAMP_UTC -> "timestamp(6) with time zone";
          };
      default -> null;
    };
  }

  /** Its date has a time. */
  @Override
  public Found found(Shape column) {
    String type = column.type();
    return switch (type) {
      case "number" -> Found.decimal(column.precision(), column.scale());
      case "binary_float" -> new Found.Known(Simple.FLOAT32);
      case "binary_double" -> new Found.Known(Simple.FLOAT64);
      case "varchar2", "nvarchar2", "char", "nchar", "clob", "nclob" ->
          new Found.Known(Simple.UTF8);
      case "raw", "blob" -> new Found.Known(Simple.BINARY);
      case "date" -> new Found.Known(Simple.TIMESTAMP);
      case "boolean" -> new Found.Known(Simple.BOOL);
      default -> timestamp(type, column.scale());
    };
  }

  private static Found timestamp(String type, int digits) {
    if (!type.startsWith("timestamp")) {
      return new Found.Refused("its type " + SqlErrors.shown(type) + " is not known");
    }
    if (type.contains("zone")) {
      return new Found.Known(Simple.TIMESTAMP_UTC);
    }
    return new Found.Known(digits > 6 ? Simple.TIMESTAMP_NS : Simple.TIMESTAMP);
  }

  @Override
  public void bind(PreparedStatement statement, int index, DataType form, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(index, sqlType(form));
      case Boolean bool -> statement.setInt(index, bool ? 1 : 0);
      case Long number -> statement.setLong(index, number);
      case Float number -> statement.setObject(index, number);
      case Double number -> statement.setObject(index, number);
      case BigDecimal number -> statement.setBigDecimal(index, number);
      case byte[] bytes -> statement.setBytes(index, nonEmpty(bytes.length, bytes));
      case LocalDateTime time -> statement.setObject(index, time);
      case Instant instant -> statement.setObject(index, instant.atOffset(ZoneOffset.UTC));
      default -> {
        String text = Texts.print(form, value);
        statement.setString(index, nonEmpty(text.length(), text));
      }
    }
  }

  private static <T> T nonEmpty(int length, T value) {
    if (length == 0) {
      throw new ArithmeticException("Oracle has null for what is empty");
    }
    return value;
  }

  private static int sqlType(DataType form) {
    return switch (form) {
      case Simple.BINARY -> Types.VARBINARY;
      case Simple.TIMESTAMP, Simple.TIMESTAMP_NS -> Types.TIMESTAMP;
      case Simple.TIMESTAMP_UTC -> Types.TIMESTAMP_WITH_TIMEZONE;
      case Simple.FLOAT32, Simple.FLOAT64, Simple.BOOL -> Types.NUMERIC;
      case Decimal decimal -> Types.NUMERIC;
      default -> Types.VARCHAR;
    };
  }

  @Override
  public @Nullable Object fetch(ResultSet rows, int index, DataType form) throws SQLException {
    return switch (form) {
      case Simple.BINARY -> rows.getBytes(index);
      case Simple.FLOAT32 -> rows.getObject(index, Float.class);
      case Simple.FLOAT64 -> rows.getObject(index, Double.class);
      case Simple.BOOL -> rows.getObject(index, Boolean.class);
      case Simple.TIMESTAMP, Simple.TIMESTAMP_NS -> rows.getObject(index, LocalDateTime.class);
      case Simple.TIMESTAMP_UTC -> instant(rows.getObject(index, OffsetDateTime.class));
      case Decimal decimal -> scaled(decimal, rows.getBigDecimal(index));
      default -> rows.getString(index);
    };
  }

  private static @Nullable Object instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static @Nullable Object scaled(Decimal type, @Nullable BigDecimal value) {
    return value == null
        ? null
        : Conversions.between(new Decimal(38, 0), type).orElseThrow().of(value);
  }

  @Override
  public String lock(TableName table) {
    return "lock table " + table.sql() + " in exclusive mode";
  }

  @Override
  public String upsert(TableName table, List<String> columns, List<String> key) {
    String row =
        columns.stream()
            .map(column -> "? as " + TableName.quoted(column))
            .collect(Collectors.joining(", ", "select ", " from dual"));
    return merge(table, columns, key, row);
  }

  @Override
  public String probe(TableName table, List<String> columns, List<String> key) {
    return key.isEmpty()
        ? Dialect.super.probe(table, columns, key)
        : merge(table, columns, key, StandardSql.shape(table, columns));
  }

  private static String merge(
      TableName table, List<String> columns, List<String> key, String rows) {
    List<String> others = columns.stream().filter(column -> !key.contains(column)).toList();
    String update =
        others.isEmpty() ? "" : " when matched then update set " + equal(others, "t", ", ");
    String values =
        columns.stream()
            .map(column -> "s." + TableName.quoted(column))
            .collect(Collectors.joining(", "));
    return "merge into %s t using (%s) s on (%s)%s when not matched then insert (%s) values (%s)"
        .formatted(
            table.sql(),
            rows,
            equal(key, "t", " and "),
            update,
            StandardSql.names(columns),
            values);
  }

  private static String equal(List<String> columns, String alias, String between) {
    return columns.stream()
        .map(TableName::quoted)
        .map(column -> alias + "." + column + " = s." + column)
        .collect(Collectors.joining(between));
  }

  /** ORA-00955 says that there is one. */
  @Override
  public String effects(TableName table) {
    return "declare there_is exception; pragma exception_init(there_is, -955); begin"
        + " execute immediate 'create table "
        + table.sql().replace("'", "''")
        + " (effect_key varchar2("
        + StandardSql.EFFECT_CHARACTERS
        + " char) primary key, row_count number(19) not null,"
        + " done_at timestamp with time zone default systimestamp not null)';"
        + " exception when there_is then null; end;";
  }

  @Override
  public boolean isDuplicate(SQLException error) {
    return error.getErrorCode() == 1;
  }

  @Override
  public OptimaException translated(String doing, SQLException error) {
    if (SqlErrors.isPassing(error)) {
      return SqlErrors.unavailable(name(), doing, error);
    }
    String why =
        switch (error.getErrorCode()) {
          case 1 -> "a row breaks a constraint of the table";
          case 942 -> "there is no such table";
          case 1017 -> "the server refuses user or password";
          case 1013 -> "it was cancelled";
          case 1031 -> "the connection's user may not do it";
          default -> "the database refuses it (ORA-%05d)".formatted(error.getErrorCode());
        };
    return SqlErrors.failed(doing, why, error);
  }
}
