package io.optima.gateway.postgres;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.Field;
import io.optima.model.stream.PostgresTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A table as its database has it.
 *
 * @param cluster identifier of the server's cluster, which its copies share
 * @param oid of the table; one that is made again under its name has another
 * @param keys columns of the primary key; empty for none
 */
record FollowedTable(String cluster, long oid, List<String> keys) {
  /** They become JSON. */
  private static final Set<String> ARRAYS =
      Set.of(
          "_bool",
          "_int2",
          "_int4",
          "_int8",
          "_float4",
          "_float8",
          "_numeric",
          "_text",
          "_varchar",
          "_bpchar",
          "_uuid");

  private static final int WHOLE_ROW = 'f';
  private static final int NUMERIC_HEADER = 4;
  private static final int MOST_DIGITS = 38;

  FollowedTable {
    keys = List.copyOf(keys);
  }

  /**
   * Reads it, and sees that it can be followed.
   *
   * @throws OptimaException FAILED_PRECONDITION when it cannot, with what to do; UNAVAILABLE
   */
  static FollowedTable of(Connection connection, PostgresTable table) {
    try {
      requireLogical(connection, table);
      long oid = oid(connection, table);
      return new FollowedTable(cluster(connection), oid, keys(connection, oid));
    } catch (SQLException e) {
      throw PostgresErrors.of(e, table);
    }
  }

  /**
   * Columns that a stream can have, of those that are wanted.
   *
   * @throws OptimaException INVALID_ARGUMENT for a column that it does not have, or no stream can
   *     have; UNAVAILABLE
   */
  static List<Field> columns(Connection connection, PostgresTable table) {
    try {
      return read(connection, table);
    } catch (SQLException e) {
      throw PostgresErrors.of(e, table);
    }
  }

  private static List<String> keys(Connection connection, long oid) throws SQLException {
    String query =
        """
        SELECT a.attname FROM pg_index i
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
        WHERE i.indrelid = ? AND i.indisprimary ORDER BY array_position(i.indkey, a.attnum)\
        """;
    List<String> keys = new ArrayList<>();
    try (PreparedStatement asked = connection.prepareStatement(query)) {
      asked.setLong(1, oid);
      try (ResultSet answer = asked.executeQuery()) {
        while (answer.next()) {
          keys.add(answer.getString(1));
        }
      }
    }
    return keys;
  }

  private static String cluster(Connection connection) throws SQLException {
    return text(connection, "SELECT system_identifier::text FROM pg_control_system()");
  }

  private static void requireLogical(Connection connection, PostgresTable table)
      throws SQLException {
    String level = text(connection, "SHOW wal_level");
    if (!level.equals("logical")) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "the server of table %s has wal_level %s: set it to logical and restart the server",
          table,
          level);
    }
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (PreparedStatement asked = connection.prepareStatement(query);
        ResultSet answer = asked.executeQuery()) {
      answer.next();
      return answer.getString(1);
    }
  }

  private static long oid(Connection connection, PostgresTable table) throws SQLException {
    String query =
        """
        SELECT c.oid::bigint, c.relkind::text, c.relreplident::text,
          EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = c.oid)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ? AND c.relname = ?\
        """;
    try (PreparedStatement asked = connection.prepareStatement(query)) {
      asked.setString(1, table.schemaName());
      asked.setString(2, table.tableName());
      try (ResultSet answer = asked.executeQuery()) {
        if (!answer.next()) {
          throw OptimaException.of(
              ErrorCode.FAILED_PRECONDITION, "there is no table %s: create it", table);
        }
        if (!answer.getString(2).equals("r") || answer.getBoolean(4)) {
          throw OptimaException.of(
              ErrorCode.FAILED_PRECONDITION,
              "%s is a view, a table with children, or something else with rows that are not its"
                  + " own: name an ordinary table, of one with children these",
              table);
        }
        if (answer.getString(3).charAt(0) != WHOLE_ROW) {
          throw OptimaException.of(
              ErrorCode.FAILED_PRECONDITION,
              "changes of table %s do not carry the row before them: run ALTER TABLE \"%s\".\"%s\""
                  + " REPLICA IDENTITY FULL",
              table,
              table.schemaName(),
              table.tableName());
        }
        return answer.getLong(1);
      }
    }
  }

  private static List<Field> read(Connection connection, PostgresTable table) throws SQLException {
    String query =
        """
        SELECT a.attname, coalesce(b.typname, t.typname), coalesce(b.typtype, t.typtype)::text,
          CASE WHEN b.oid IS NULL THEN a.atttypmod ELSE t.typtypmod END
        FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_type b ON t.typtype = 'd' AND b.oid = t.typbasetype
        WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped
          AND a.attgenerated = ''
        ORDER BY a.attnum\
        """;
    List<Field> columns = new ArrayList<>();
    List<String> missing = new ArrayList<>(table.columns());
    try (PreparedStatement asked = connection.prepareStatement(query)) {
      asked.setString(1, table.schemaName());
      asked.setString(2, table.tableName());
      try (ResultSet answer = asked.executeQuery()) {
        while (answer.next()) {
          String name = answer.getString(1);
          if (table.columns().isEmpty() || missing.removeAll(Set.of(name))) {
            columns.add(new Field(name, type(answer, table)));
          }
        }
      }
    }
    if (!missing.isEmpty()) {
      throw OptimaException.invalid("table %s has no column %s", table, missing.getFirst());
    }
    if (columns.isEmpty()) {
      throw OptimaException.invalid("table %s has no columns", table);
    }
    return columns;
  }

  private static DataType type(ResultSet column, PostgresTable table) throws SQLException {
    String type = column.getString(2);
    if (column.getString(3).equals("e") || ARRAYS.contains(type)) {
      return Simple.UTF8;
    }
    return switch (type) {
      case "bool" -> Simple.BOOL;
      case "int2" -> Simple.INT16;
      case "int4" -> Simple.INT32;
      case "int8", "oid" -> Simple.INT64;
      case "float4" -> Simple.FLOAT32;
      case "float8" -> Simple.FLOAT64;
      case "numeric" -> numeric(column.getInt(4));
      case "bytea" -> Simple.BINARY;
      case "date" -> Simple.DATE;
      case "time" -> Simple.TIME;
      case "timestamp" -> Simple.TIMESTAMP;
      case "timestamptz" -> Simple.TIMESTAMP_UTC;
      case "text", "varchar", "bpchar", "citext", "uuid", "json", "jsonb", "xml", "timetz" ->
          Simple.UTF8;
      case "interval", "inet", "cidr", "macaddr", "macaddr8", "ltree", "isbn", "hstore" ->
          Simple.UTF8;
      case "int4range", "int8range", "numrange", "tsrange", "tstzrange", "daterange" -> Simple.UTF8;
      default ->
          throw OptimaException.invalid(
              "column %s of table %s has type %s, which no stream has: name the columns that are"
                  + " to be taken, without it",
              column.getString(1), table, type);
    };
  }

  /** Without a precision, or with one beyond what columns have, it is text. */
  private static DataType numeric(int modifier) {
    int precision = (modifier - NUMERIC_HEADER) >> 16 & 0xffff;
    int scale = ((modifier - NUMERIC_HEADER & 0x7ff) ^ 0x400) - 0x400; // signed, of 11 bits
    boolean fits =
        modifier >= NUMERIC_HEADER && precision <= MOST_DIGITS && scale >= 0 && scale <= precision;
    return fits ? new DataType.Decimal(precision, scale) : Simple.UTF8;
  }
}
