package io.optima.query.format;

import io.optima.model.schema.DataType;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckTypes;
import io.optima.query.duckdb.Sql;
import java.util.stream.Collectors;

/**
 * How columns lie in Parquet chunks, as SQL expressions of DuckDB both ways. Most types lie there
 * as they are; Parquet's interval ends at milliseconds and it has no null type, so that an interval
 * is kept as a struct of its three numbers and nulls as booleans that are never there ({@code
 * docs/adr} has the reasons).
 */
public final class PhysicalLayout {
  private PhysicalLayout() {}

  /** The select list that turns columns of a table into what a chunk keeps. */
  public static String writing(TableSchema schema) {
    return columns(schema, PhysicalLayout::write);
  }

  /** The select list that turns what a chunk keeps into columns of a table. */
  public static String reading(TableSchema schema) {
    return columns(schema, PhysicalLayout::read);
  }

  /** DuckDB's name of the type in which values lie in a chunk. */
  static String type(DataType type) {
    return switch (type) {
      case DataType.Simple.INTERVAL -> "struct(months integer, days integer, micros bigint)";
      case DataType.Simple.NULL -> "boolean";
      case DataType.Simple simple -> DuckTypes.sql(simple);
      case DataType.Decimal decimal -> DuckTypes.sql(decimal);
      case DataType.ListOf(DataType element) -> type(element) + "[]";
      case DataType.MapOf(DataType key, DataType value) ->
          "map(" + type(key) + ", " + type(value) + ")";
      case DataType.Struct struct ->
          struct.fields().stream()
              .map(field -> Sql.name(field.name()) + " " + type(field.type()))
              .collect(Collectors.joining(", ", "struct(", ")"));
    };
  }

  private static String columns(TableSchema schema, Nesting.Conversion conversion) {
    return schema.fields().stream()
        .map(field -> column(field, conversion))
        .collect(Collectors.joining(", "));
  }

  private static String column(Field field, Nesting.Conversion conversion) {
    String name = Sql.name(field.name());
    String expression = conversion.of(name, field.type(), 0);
    return expression.equals(name) ? name : expression + " as " + name;
  }

  /** Whether a value lies in a chunk as it is. */
  public static boolean isPlain(DataType type) {
    return switch (type) {
      case DataType.Simple simple ->
          simple != DataType.Simple.INTERVAL && simple != DataType.Simple.NULL;
      case DataType.Decimal decimal -> true;
      case DataType.ListOf list -> isPlain(list.element());
      case DataType.MapOf map -> isPlain(map.key()) && isPlain(map.value());
      case DataType.Struct struct -> struct.fields().stream().allMatch(f -> isPlain(f.type()));
    };
  }

  private static String write(String value, DataType type, int depth) {
    return switch (type) {
      case DataType.Simple.INTERVAL ->
          Nesting.unlessNull(
              value,
              ("struct_pack(months := cast(datepart('year', %1$s) * 12 + datepart('month', %1$s) as"
                      + " integer), days := cast(datepart('day', %1$s) as integer), micros :="
                      + " datepart('hour', %1$s) * 3600000000 + datepart('minute', %1$s) * 60000000"
                      + " + datepart('microsecond', %1$s))")
                  .formatted(value));
      case DataType.Simple.NULL -> "cast(" + value + " as boolean)";
      default -> isPlain(type) ? value : Nesting.each(value, type, depth, PhysicalLayout::write);
    };
  }

  private static String read(String value, DataType type, int depth) {
    return switch (type) {
      case DataType.Simple.INTERVAL ->
          "(to_months(%1$s.months) + to_days(%1$s.days) + to_microseconds(%1$s.micros))"
              .formatted(value);
      case DataType.Simple.NULL -> "cast(" + value + " as " + DuckTypes.sql(type) + ")";
      default -> isPlain(type) ? value : Nesting.each(value, type, depth, PhysicalLayout::read);
    };
  }
}
