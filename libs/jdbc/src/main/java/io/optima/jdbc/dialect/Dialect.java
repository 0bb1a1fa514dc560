package io.optima.jdbc.dialect;

import io.optima.model.OptimaException;
import io.optima.model.schema.DataType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What a database does in its own way. Without state.
 *
 * <p>Values are as {@link io.optima.jdbc.value.Conversions} has them. Every name in a SQL text is
 * quoted and every value is bound. Nothing is rounded, cut or made null: what the database would
 * not keep is refused with an ArithmeticException.
 */
public interface Dialect {
  /** How the database is called in messages. */
  String name();

  /** Whether URLs of this kind are the database's. */
  boolean isUrl(String url);

  /**
   * Refuses what is more than the address of a server or file: parameters of drivers can name
   * classes to run and files to read or write.
   *
   * @throws OptimaException INVALID_ARGUMENT
   */
  void checkUrl(String url);

  /** What a connection is made with, beside user and password. */
  Properties properties(Access access);

  /** Makes a fresh connection ready; nothing is committed by itself from then on. */
  void begin(Connection connection, Access access) throws SQLException;

  /** Whether tables are made and dropped within transactions. */
  boolean makesTablesInTransactions();

  boolean exists(Connection connection, TableName table) throws SQLException;

  /**
   * Type of a column that holds every value of the type; null when there is none.
   *
   * @param key whether the column is part of the primary key
   */
  @Nullable String columnType(DataType type, boolean key);

  /** What values of a column are. */
  Found found(Shape column);

  /** Binds a value that is of the column's {@link Found#form}. */
  void bind(PreparedStatement statement, int index, DataType form, @Nullable Object value)
      throws SQLException;

  /** A value by its column's {@link Found#form}. */
  @Nullable Object fetch(ResultSet rows, int index, DataType form) throws SQLException;

  /**
   * Keeps others from writing into the table until the transaction ends; null when they cannot
   * anyway.
   */
  @Nullable String lock(TableName table);

  /** Inserts rows, each bound in the order of the columns. */
  default String insert(TableName table, List<String> columns) {
    return StandardSql.insert(table, columns) + " values " + StandardSql.places(columns);
  }

  /**
   * Inserts rows, or replaces those with the same key; each bound in the order of the columns.
   *
   * @param key some of the columns
   */
  default String upsert(TableName table, List<String> columns, List<String> key) {
    return insert(table, columns) + StandardSql.onConflict(columns, key);
  }

  /** As {@link #upsert} or {@link #insert} of no rows at all, to see whether it would work. */
  default String probe(TableName table, List<String> columns, List<String> key) {
    String none =
        " select "
            + StandardSql.names(columns)
            + " from "
            + table.sql()
            + " where 1 = 0"
            + (key.isEmpty() ? "" : StandardSql.onConflict(columns, key));
    return StandardSql.insert(table, columns) + none;
  }

  /** Makes the table of effects if there is none. */
  String effects(TableName table);

  /** Whether the error says that there is a row with the same key. */
  boolean isDuplicate(SQLException error);

  /**
   * What an error of the driver means.
   *
   * @param doing what was tried, as in "table x cannot be written"
   * @return UNAVAILABLE when trying again may help, otherwise FAILED_PRECONDITION
   */
  OptimaException translated(String doing, SQLException error);
}
