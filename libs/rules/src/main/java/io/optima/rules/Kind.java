package io.optima.rules;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.ListOf;
import io.optima.model.schema.DataType.Simple;
import java.util.Optional;

/** The types of CEL that values of columns have. */
enum Kind {
  BOOL(SimpleType.BOOL, Simple.BOOL),
  INT(SimpleType.INT, Simple.INT64),
  UINT(SimpleType.UINT, Simple.UINT64),
  DOUBLE(SimpleType.DOUBLE, Simple.FLOAT64),
  STRING(SimpleType.STRING, Simple.UTF8),
  TIMESTAMP(SimpleType.TIMESTAMP, Simple.TIMESTAMP_UTC);

  private final CelType cel;
  private final Simple column;

  Kind(CelType cel, Simple column) {
    this.cel = cel;
    this.column = column;
  }

  /** The type of a new column that holds such values. */
  DataType column() {
    return column;
  }

  static Optional<Kind> of(DataType type) {
    return type instanceof Simple simple ? of(simple) : Optional.empty();
  }

  private static Optional<Kind> of(Simple type) {
    return switch (type) {
      case BOOL -> Optional.of(BOOL);
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> Optional.of(INT);
      case UINT64 -> Optional.of(UINT);
      case FLOAT32, FLOAT64 -> Optional.of(DOUBLE);
      case UTF8 -> Optional.of(STRING);
      case DATE, TIMESTAMP, TIMESTAMP_UTC -> Optional.of(TIMESTAMP);
      default -> Optional.empty();
    };
  }

  static Optional<Kind> of(CelType type) {
    CelType bare = type instanceof NullableType nullable ? nullable.targetType() : type;
    for (Kind kind : values()) {
      if (kind.cel.equals(bare)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** As expressions see a column; empty when they cannot. */
  static Optional<CelType> variable(DataType type) {
    if (type instanceof ListOf list) {
      return of(list.element()).map(kind -> ListType.create(kind.cel));
    }
    return of(type).map(kind -> NullableType.create(kind.cel));
  }
}
