package io.optima.query.duckdb;

import io.optima.model.schema.DataType;
import java.util.stream.Collectors;

/** Names of logical types in DuckDB's SQL. */
public final class DuckTypes {
  private DuckTypes() {}

  /** The type as it stands in a cast. */
  public static String sql(DataType type) {
    return switch (type) {
      case DataType.Simple simple -> simple(simple);
      case DataType.Decimal(int precision, int scale) ->
          "decimal(" + precision + ", " + scale + ")";
      case DataType.ListOf(DataType element) -> sql(element) + "[]";
      case DataType.MapOf(DataType key, DataType value) ->
          "map(" + sql(key) + ", " + sql(value) + ")";
      case DataType.Struct struct ->
          struct.fields().stream()
              .map(field -> Sql.name(field.name()) + " " + sql(field.type()))
              .collect(Collectors.joining(", ", "struct(", ")"));
    };
  }

  private static String simple(DataType.Simple type) {
    return switch (type) {
      case NULL -> "\"null\"";
      case BOOL -> "boolean";
      case INT8 -> "tinyint";
      case INT16 -> "smallint";
      case INT32 -> "integer";
      case INT64 -> "bigint";
      case UINT8 -> "utinyint";
      case UINT16 -> "usmallint";
      case UINT32 -> "uinteger";
      case UINT64 -> "ubigint";
      case FLOAT32 -> "float";
      case FLOAT64 -> "double";
      case UTF8 -> "varchar";
      case BINARY -> "blob";
      case DATE -> "date";
      case TIME -> "time";
      case TIMESTAMP -> "timestamp";
      case TIMESTAMP_NS -> "timestamp_ns";
      case TIMESTAMP_UTC -> "timestamptz";
      case INTERVAL -> "interval";
    };
  }
}
