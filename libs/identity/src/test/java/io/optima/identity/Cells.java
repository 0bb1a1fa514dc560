package io.optima.identity;

import io.optima.model.schema.DataType;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Rows as the test vectors write them, as canonical Arrow. */
final class Cells {
  private static final JsonNode NULL = JsonNodeFactory.instance.nullNode();

  private Cells() {}

  static VectorSchemaRoot rows(TableSchema schema, List<JsonNode> rows, BufferAllocator allocator) {
    VectorSchemaRoot root = VectorSchemaRoot.create(ArrowSchemas.toArrow(schema), allocator);
    for (int column = 0; column < schema.fields().size(); column++) {
      int at = column;
      List<JsonNode> values = rows.stream().map(row -> row.get(at)).toList();
      fill(root.getVector(column), schema.fields().get(column).type(), values);
    }
    root.setRowCount(rows.size());
    return root;
  }

  static void fill(FieldVector vector, DataType type, List<JsonNode> values) {
    vector.setInitialCapacity(values.size());
    vector.allocateNew();
    switch (type) {
      case DataType.Struct struct -> struct((StructVector) vector, struct.fields(), values);
      case DataType.ListOf list -> list((ListVector) vector, list.element(), values);
      case DataType.MapOf map ->
          list(
              (ListVector) vector,
              new DataType.Struct(
                  List.of(new Field("key", map.key()), new Field("value", map.value()))),
              values);
      case DataType.Simple simple -> flat(vector, values);
      case DataType.Decimal decimal -> flat(vector, values);
    }
    vector.setValueCount(values.size());
  }

  private static void flat(FieldVector vector, List<JsonNode> values) {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).isNull()) {
        vector.setNull(i);
      } else {
        set(vector, i, values.get(i));
      }
    }
  }

  private static void struct(StructVector vector, List<Field> fields, List<JsonNode> values) {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).isNull()) {
        vector.setNull(i);
      } else {
        vector.setIndexDefined(i);
      }
    }
    for (int field = 0; field < fields.size(); field++) {
      int at = field;
      List<JsonNode> children =
          values.stream().map(value -> value.isNull() ? NULL : value.get(at)).toList();
      fill(vector.getChildrenFromFields().get(field), fields.get(field).type(), children);
    }
  }

  private static void list(ListVector vector, DataType element, List<JsonNode> values) {
    List<JsonNode> elements = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).isNull()) {
        vector.setNull(i);
      } else {
        vector.startNewValue(i);
        values.get(i).forEach(elements::add);
        vector.endValue(i, values.get(i).size());
      }
    }
    fill(vector.getDataVector(), element, elements);
  }

  static void set(FieldVector vector, int i, JsonNode value) {
    switch (vector) {
      case NullVector v -> throw new IllegalArgumentException("only null is a value of null");
      case BitVector v -> v.set(i, value.asBoolean() ? 1 : 0);
      case TinyIntVector v -> v.set(i, value.asInt());
      case SmallIntVector v -> v.set(i, value.asInt());
      case IntVector v -> v.set(i, value.asInt());
      case BigIntVector v -> v.set(i, value.asLong());
      case UInt1Vector v -> v.set(i, value.asInt());
      case UInt2Vector v -> v.set(i, value.asInt());
      case UInt4Vector v -> v.set(i, (int) value.asLong());
      case UInt8Vector v -> v.set(i, value.bigIntegerValue().longValue());
      case Float4Vector v -> v.getDataBuffer().setInt(valid(v, i) * 4L, (int) bits(value));
      case Float8Vector v -> v.getDataBuffer().setLong(valid(v, i) * 8L, bits(value));
      case DecimalVector v -> v.set(i, new BigDecimal(value.asString()));
      case VarCharVector v -> v.setSafe(i, value.asString().getBytes(StandardCharsets.UTF_8));
      case VarBinaryVector v -> v.setSafe(i, HexFormat.of().parseHex(value.asString()));
      case DateDayVector v -> v.set(i, value.asInt());
      case TimeMicroVector v -> v.set(i, value.asLong());
      case TimeStampVector v -> v.set(i, value.asLong());
      case IntervalMonthDayNanoVector v ->
          v.set(i, value.get(0).asInt(), value.get(1).asInt(), value.get(2).asLong() * 1000);
      default -> throw new IllegalArgumentException(vector.getField().toString());
    }
  }

  /** Bits are set, not a number: Java may turn one NaN into another. */
  private static long bits(JsonNode value) {
    return Long.parseUnsignedLong(value.asString(), 16);
  }

  private static int valid(org.apache.arrow.vector.BaseFixedWidthVector vector, int i) {
    vector.setIndexDefined(i);
    return i;
  }
}
