package io.optima.identity;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.schema.DataType;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** The one column type that the many Arrow types of the same values become. */
final class ColumnTypes {
  private ColumnTypes() {}

  /** Of a column; refuses one that has none, naming it. */
  static DataType of(Field column, DictionaryProvider dictionaries) {
    return type(column, column.getName(), dictionaries);
  }

  private static DataType type(Field field, String path, DictionaryProvider dictionaries) {
    DictionaryEncoding encoding = field.getDictionary();
    if (encoding != null) {
      return type(values(encoding, path, dictionaries), path, dictionaries);
    }
    return switch (field.getType()) {
      case ArrowType.List list -> list(field, path, dictionaries);
      case ArrowType.LargeList list -> list(field, path, dictionaries);
      case ArrowType.ListView list -> list(field, path, dictionaries);
      case ArrowType.LargeListView list -> list(field, path, dictionaries);
      case ArrowType.FixedSizeList list -> list(field, path, dictionaries);
      case ArrowType.Struct struct -> struct(field, path, dictionaries);
      case ArrowType.Map map -> map(field.getChildren().getFirst(), path, dictionaries);
      case ArrowType.RunEndEncoded runs -> type(field.getChildren().get(1), path, dictionaries);
      case ArrowType.ExtensionType extension -> type(storage(field, extension), path, dictionaries);
      case ArrowType other -> flat(other, path);
    };
  }

  private static Field values(
      DictionaryEncoding encoding, String path, DictionaryProvider dictionaries) {
    Dictionary dictionary = dictionaries.lookup(encoding.getId());
    if (dictionary == null) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "column '%s' is dictionary-encoded, but dictionary %d did not come with it",
          Shown.of(path),
          encoding.getId());
    }
    return dictionary.getVector().getField();
  }

  private static Field storage(Field field, ArrowType.ExtensionType extension) {
    return new Field(
        field.getName(), FieldType.nullable(extension.storageType()), field.getChildren());
  }

  private static DataType list(Field field, String path, DictionaryProvider dictionaries) {
    return new DataType.ListOf(type(field.getChildren().getFirst(), path + "[]", dictionaries));
  }

  private static DataType struct(Field field, String path, DictionaryProvider dictionaries) {
    if (field.getChildren().isEmpty()) {
      throw refused(path, field.getType(), "a struct needs at least one field");
    }
    return new DataType.Struct(
        field.getChildren().stream()
            .map(
                child ->
                    new io.optima.model.schema.Field(
                        child.getName(), type(child, path + "." + child.getName(), dictionaries)))
            .toList());
  }

  private static DataType map(Field entries, String path, DictionaryProvider dictionaries) {
    return new DataType.MapOf(
        type(entries.getChildren().get(0), path + ".key", dictionaries),
        type(entries.getChildren().get(1), path + ".value", dictionaries));
  }

  private static DataType flat(ArrowType type, String path) {
    return switch (type) {
      case ArrowType.Null ignored -> DataType.Simple.NULL;
      case ArrowType.Bool ignored -> DataType.Simple.BOOL;
      case ArrowType.Int integer -> integer(integer);
      case ArrowType.FloatingPoint number ->
          number.getPrecision() == FloatingPointPrecision.DOUBLE
              ? DataType.Simple.FLOAT64
              : DataType.Simple.FLOAT32;
      case ArrowType.Utf8 ignored -> DataType.Simple.UTF8;
      case ArrowType.LargeUtf8 ignored -> DataType.Simple.UTF8;
      case ArrowType.Utf8View ignored -> DataType.Simple.UTF8;
      case ArrowType.Binary ignored -> DataType.Simple.BINARY;
      case ArrowType.LargeBinary ignored -> DataType.Simple.BINARY;
      case ArrowType.BinaryView ignored -> DataType.Simple.BINARY;
      case ArrowType.FixedSizeBinary ignored -> DataType.Simple.BINARY;
      case ArrowType.Decimal decimal -> decimal(decimal, path);
      case ArrowType.Date ignored -> DataType.Simple.DATE;
      case ArrowType.Time ignored -> DataType.Simple.TIME;
      case ArrowType.Timestamp timestamp -> timestamp(timestamp);
      case ArrowType.Interval ignored -> DataType.Simple.INTERVAL;
      case ArrowType.Duration ignored -> DataType.Simple.INTERVAL;
      default -> throw refused(path, type, "use one of the types in docs/spec/identity.md");
    };
  }

  private static DataType integer(ArrowType.Int type) {
    return switch (type.getBitWidth()) {
      case 8 -> type.getIsSigned() ? DataType.Simple.INT8 : DataType.Simple.UINT8;
      case 16 -> type.getIsSigned() ? DataType.Simple.INT16 : DataType.Simple.UINT16;
      case 32 -> type.getIsSigned() ? DataType.Simple.INT32 : DataType.Simple.UINT32;
      default -> type.getIsSigned() ? DataType.Simple.INT64 : DataType.Simple.UINT64;
    };
  }

  private static DataType decimal(ArrowType.Decimal type, String path) {
    if (type.getPrecision() > 38 || type.getScale() < 0 || type.getScale() > type.getPrecision()) {
      throw refused(path, type, "precision is 1 to 38, scale 0 to precision");
    }
    return new DataType.Decimal(type.getPrecision(), type.getScale());
  }

  private static DataType timestamp(ArrowType.Timestamp type) {
    if (type.getTimezone() != null) {
      return DataType.Simple.TIMESTAMP_UTC;
    }
    return type.getUnit() == TimeUnit.NANOSECOND
        ? DataType.Simple.TIMESTAMP_NS
        : DataType.Simple.TIMESTAMP;
  }

  private static OptimaException refused(String path, ArrowType type, String advice) {
    return OptimaException.of(
        ErrorCode.FAILED_PRECONDITION,
        "column '%s' has the Arrow type %s, which is not supported: %s",
        Shown.of(path),
        type,
        advice);
  }
}
