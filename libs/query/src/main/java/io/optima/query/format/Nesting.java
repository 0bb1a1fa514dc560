package io.optima.query.format;

import io.optima.model.schema.DataType;
import io.optima.query.duckdb.Sql;
import java.util.stream.Collectors;

/** SQL expressions that convert the values inside lists, structs and maps. */
final class Nesting {
  private Nesting() {}

  /** The SQL that converts one value; {@code depth} keeps names of lambda parameters apart. */
  interface Conversion {
    String of(String value, DataType type, int depth);
  }

  /** The nested value with everything directly inside it converted; null stays null. */
  static String each(String value, DataType type, int depth, Conversion conversion) {
    String variable = "v" + depth;
    return switch (type) {
      case DataType.ListOf(DataType element) ->
          transform(value, variable, conversion.of(variable, element, depth + 1));
      case DataType.Struct struct -> struct(value, struct, depth, conversion);
      case DataType.MapOf(DataType key, DataType item) ->
          "map_from_entries(%s)"
              .formatted(
                  transform(
                      "map_entries(" + value + ")",
                      variable,
                      "struct_pack(key := %s, value := %s)"
                          .formatted(
                              conversion.of(variable + ".key", key, depth + 1),
                              conversion.of(variable + ".value", item, depth + 1))));
      case DataType.Simple simple -> value;
      case DataType.Decimal decimal -> value;
    };
  }

  static boolean isNested(DataType type) {
    return !(type instanceof DataType.Simple || type instanceof DataType.Decimal);
  }

  private static String transform(String list, String variable, String element) {
    return "list_transform(" + list + ", lambda " + variable + ": " + element + ")";
  }

  private static String struct(
      String value, DataType.Struct struct, int depth, Conversion conversion) {
    String fields =
        struct.fields().stream()
            .map(
                field ->
                    Sql.name(field.name())
                        + " := "
                        + conversion.of(
                            "struct_extract(" + value + ", " + Sql.text(field.name()) + ")",
                            field.type(),
                            depth))
            .collect(Collectors.joining(", ", "struct_pack(", ")"));
    return unlessNull(value, fields);
  }

  static String unlessNull(String value, String expression) {
    return "case when " + value + " is null then null else " + expression + " end";
  }
}
