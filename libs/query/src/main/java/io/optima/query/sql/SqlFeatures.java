package io.optima.query.sql;

import io.optima.model.schema.DataType;
import java.sql.JDBCType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What clients may ask about the SQL spoken here. */
public final class SqlFeatures {
  /** Characters beyond letters, digits and _ that names may have without quotes. */
  public static final String EXTRA_NAME_CHARACTERS = "";

  private static final List<String> KEYWORDS =
      Resources.lines("keywords.txt").stream()
          .flatMap(line -> Arrays.stream(line.split(" +")))
          .toList();

  private static final List<SqlType> TYPES =
      List.of(
          type("BOOLEAN", DataType.Simple.BOOL, JDBCType.BOOLEAN, 1),
          type("TINYINT", DataType.Simple.INT8, JDBCType.TINYINT, 3),
          type("SMALLINT", DataType.Simple.INT16, JDBCType.SMALLINT, 5),
          type("INTEGER", DataType.Simple.INT32, JDBCType.INTEGER, 10),
          type("BIGINT", DataType.Simple.INT64, JDBCType.BIGINT, 19),
          type("UTINYINT", DataType.Simple.UINT8, JDBCType.SMALLINT, 3),
          type("USMALLINT", DataType.Simple.UINT16, JDBCType.INTEGER, 5),
          type("UINTEGER", DataType.Simple.UINT32, JDBCType.BIGINT, 10),
          type("UBIGINT", DataType.Simple.UINT64, JDBCType.NUMERIC, 20),
          type("FLOAT", DataType.Simple.FLOAT32, JDBCType.REAL, 24),
          type("DOUBLE", DataType.Simple.FLOAT64, JDBCType.DOUBLE, 53),
          type("DECIMAL", new DataType.Decimal(38, 10), JDBCType.DECIMAL, 38),
          type("VARCHAR", DataType.Simple.UTF8, JDBCType.VARCHAR, 0),
          type("BLOB", DataType.Simple.BINARY, JDBCType.VARBINARY, 0),
          type("DATE", DataType.Simple.DATE, JDBCType.DATE, 10),
          type("TIME", DataType.Simple.TIME, JDBCType.TIME, 15),
          type("TIMESTAMP", DataType.Simple.TIMESTAMP, JDBCType.TIMESTAMP, 26),
          type("TIMESTAMP_NS", DataType.Simple.TIMESTAMP_NS, JDBCType.TIMESTAMP, 29),
          type(
              "TIMESTAMP WITH TIME ZONE",
              DataType.Simple.TIMESTAMP_UTC,
              JDBCType.TIMESTAMP_WITH_TIMEZONE,
              32),
          type("INTERVAL", DataType.Simple.INTERVAL, JDBCType.OTHER, 0));

  private SqlFeatures() {}

  /**
   * A type as SQL names it.
   *
   * @param type an example where the type has parameters
   * @param precision digits, bits of a float, or characters of the text form; 0 means no limit
   */
  public record SqlType(String name, DataType type, JDBCType jdbc, int precision) {}

  /** Types by their SQL names; lists, structs and maps of these come on top. */
  public static List<SqlType> types() {
    return TYPES;
  }

  /** Words that need quotes to be names. */
  public static List<String> keywords() {
    return KEYWORDS;
  }

  public static Set<String> numericFunctions() {
    return AllowedNames.listed().about("numbers");
  }

  public static Set<String> textFunctions() {
    return AllowedNames.listed().about("text");
  }

  public static Set<String> dateAndTimeFunctions() {
    return AllowedNames.listed().about("dates and times");
  }

  /** Functions about conditions and types. */
  public static Set<String> systemFunctions() {
    return AllowedNames.listed().about("conditions and types");
  }

  private static SqlType type(String name, DataType type, JDBCType jdbc, int precision) {
    return new SqlType(name, type, jdbc, precision);
  }
}
