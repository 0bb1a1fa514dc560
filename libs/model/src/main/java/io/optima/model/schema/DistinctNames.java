package io.optima.model.schema;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** SQL does not tell upper from lower case, so names that differ in nothing else are refused. */
public final class DistinctNames {
  private DistinctNames() {}

  /**
   * Returns if columns, and fields of structs among each other, have names of their own.
   *
   * @throws OptimaException FAILED_PRECONDITION naming two
   */
  public static void check(TableSchema schema) {
    check(schema.fields());
  }

  private static void check(List<Field> fields) {
    Map<String, String> seen = new HashMap<>();
    for (Field field : fields) {
      String other = seen.putIfAbsent(field.name().toLowerCase(Locale.ROOT), field.name());
      if (other != null) {
        throw OptimaException.of(
            ErrorCode.FAILED_PRECONDITION,
            "columns '%s' and '%s' differ in upper and lower case only: rename one",
            Shown.of(other),
            Shown.of(field.name()));
      }
      check(field.type());
    }
  }

  private static void check(DataType type) {
    switch (type) {
      case DataType.Struct struct -> check(struct.fields());
      case DataType.ListOf list -> check(list.element());
      case DataType.MapOf map -> {
        check(map.key());
        check(map.value());
      }
      case DataType.Simple simple -> {}
      case DataType.Decimal decimal -> {}
    }
  }
}
