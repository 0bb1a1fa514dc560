package io.optima.identity;

import io.optima.model.OptimaException;
import io.optima.model.schema.DataType;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.util.List;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Arrow schemas to Optima's and back. Many Arrow types become one column type; each column type has
 * one canonical Arrow type, in which all rows leave. {@code docs/spec/identity.md} has the table.
 */
public final class ArrowSchemas {
  private static final DictionaryProvider NO_DICTIONARIES =
      new DictionaryProvider.MapDictionaryProvider();

  private ArrowSchemas() {}

  /**
   * The column types of an Arrow schema without dictionary-encoded columns.
   *
   * @throws OptimaException FAILED_PRECONDITION naming the column whose type is not supported
   */
  public static TableSchema fromArrow(Schema schema) {
    return fromArrow(schema, NO_DICTIONARIES);
  }

  /**
   * The column types of an Arrow schema; a dictionary-encoded column has the type of its values.
   *
   * @throws OptimaException FAILED_PRECONDITION naming the column whose type is not supported
   */
  public static TableSchema fromArrow(Schema schema, DictionaryProvider dictionaries) {
    return new TableSchema(
        schema.getFields().stream()
            .map(field -> new Field(field.getName(), ColumnTypes.of(field, dictionaries)))
            .toList());
  }

  /** The canonical Arrow schema: every column nullable, no metadata. */
  public static Schema toArrow(TableSchema schema) {
    return new Schema(
        schema.fields().stream().map(field -> toArrow(field.name(), field.type())).toList());
  }

  static org.apache.arrow.vector.types.pojo.Field toArrow(String name, DataType type) {
    return new org.apache.arrow.vector.types.pojo.Field(
        name, FieldType.nullable(arrowType(type)), children(type));
  }

  /** Whether rows of this field are already laid out as the type's canonical Arrow. */
  static boolean isCanonical(org.apache.arrow.vector.types.pojo.Field field, DataType type) {
    if (field.getDictionary() != null || !sameLayout(field.getType(), arrowType(type))) {
      return false;
    }
    var actual = field.getChildren();
    var expected = children(type);
    for (int i = 0; i < expected.size(); i++) {
      if (!isCanonical(actual.get(i), childType(type, i))) {
        return false;
      }
    }
    return true;
  }

  /** Zones differ in name only: every value is microseconds since the epoch in UTC. */
  private static boolean sameLayout(ArrowType actual, ArrowType canonical) {
    if (actual instanceof ArrowType.Timestamp a && canonical instanceof ArrowType.Timestamp c) {
      return a.getUnit() == c.getUnit() && (a.getTimezone() == null) == (c.getTimezone() == null);
    }
    if (actual instanceof ArrowType.Map && canonical instanceof ArrowType.Map) {
      return true;
    }
    return actual.equals(canonical);
  }

  static DataType childType(DataType type, int child) {
    return switch (type) {
      case DataType.ListOf list -> list.element();
      case DataType.Struct struct -> struct.fields().get(child).type();
      case DataType.MapOf map ->
          new DataType.Struct(
              List.of(new Field("key", map.key()), new Field("value", map.value())));
      case DataType.Simple simple -> throw noChildren(simple);
      case DataType.Decimal decimal -> throw noChildren(decimal);
    };
  }

  private static IllegalArgumentException noChildren(DataType type) {
    return new IllegalArgumentException(type.text() + " has no children");
  }

  private static List<org.apache.arrow.vector.types.pojo.Field> children(DataType type) {
    return switch (type) {
      case DataType.ListOf list -> List.of(toArrow("item", list.element()));
      case DataType.Struct struct ->
          struct.fields().stream().map(f -> toArrow(f.name(), f.type())).toList();
      case DataType.MapOf map -> List.of(entries(map));
      case DataType.Simple simple -> List.of();
      case DataType.Decimal decimal -> List.of();
    };
  }

  /** Arrow wants entries and keys of maps to be never null. */
  private static org.apache.arrow.vector.types.pojo.Field entries(DataType.MapOf map) {
    var key =
        new org.apache.arrow.vector.types.pojo.Field(
            "key", FieldType.notNullable(arrowType(map.key())), children(map.key()));
    return new org.apache.arrow.vector.types.pojo.Field(
        "entries",
        FieldType.notNullable(new ArrowType.Struct()),
        List.of(key, toArrow("value", map.value())));
  }

  private static ArrowType arrowType(DataType type) {
    return switch (type) {
      case DataType.Simple simple -> simpleType(simple);
      case DataType.Decimal decimal ->
          new ArrowType.Decimal(decimal.precision(), decimal.scale(), 128);
      case DataType.ListOf list -> new ArrowType.List();
      case DataType.Struct struct -> new ArrowType.Struct();
      case DataType.MapOf map -> new ArrowType.Map(false);
    };
  }

  private static ArrowType simpleType(DataType.Simple type) {
    return switch (type) {
      case NULL -> new ArrowType.Null();
      case BOOL -> new ArrowType.Bool();
      case INT8 -> new ArrowType.Int(8, true);
      case INT16 -> new ArrowType.Int(16, true);
      case INT32 -> new ArrowType.Int(32, true);
      case INT64 -> new ArrowType.Int(64, true);
      case UINT8 -> new ArrowType.Int(8, false);
      case UINT16 -> new ArrowType.Int(16, false);
      case UINT32 -> new ArrowType.Int(32, false);
      case UINT64 -> new ArrowType.Int(64, false);
      case FLOAT32 -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
      case FLOAT64 -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case UTF8 -> new ArrowType.Utf8();
      case BINARY -> new ArrowType.Binary();
      case DATE -> new ArrowType.Date(DateUnit.DAY);
      case TIME -> new ArrowType.Time(TimeUnit.MICROSECOND, 64);
      case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
      case TIMESTAMP_NS -> new ArrowType.Timestamp(TimeUnit.NANOSECOND, null);
      case TIMESTAMP_UTC -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
      case INTERVAL -> new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO);
    };
  }
}
