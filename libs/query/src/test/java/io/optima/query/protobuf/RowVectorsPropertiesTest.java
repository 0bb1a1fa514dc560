package io.optima.query.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.optima.identity.ArrowSchemas;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.DataTypes;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.PeriodDuration;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compare.VectorEqualsVisitor;
import org.jspecify.annotations.Nullable;

/** Rows of every type keep their values from columns to messages and back. */
final class RowVectorsPropertiesTest {
  private static final List<String> TYPES =
      List.of(
          "bool",
          "int8",
          "int16",
          "int32",
          "int64",
          "uint8",
          "uint16",
          "uint32",
          "uint64",
          "float32",
          "float64",
          "utf8",
          "binary",
          "date",
          "time",
          "timestamp",
          "timestamp_ns",
          "timestamp_utc",
          "interval",
          "decimal(38,9)",
          "decimal(4,0)");
  private static final long YEAR_MICROS = 365L * 86_400_000_000L;

  @Property(tries = 60)
  void valuesSurvive(@ForAll long seed) {
    Random random = new Random(seed);
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      fields.add(new Field("c" + i, type(random, 2)));
    }
    TableSchema schema = new TableSchema(fields);
    RowMessages messages = RowMessages.of(schema);
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot from = VectorSchemaRoot.create(ArrowSchemas.toArrow(schema), allocator);
        VectorSchemaRoot to = VectorSchemaRoot.create(ArrowSchemas.toArrow(schema), allocator)) {
      int rows = 20;
      for (int row = 0; row < rows; row++) {
        for (Field field : fields) {
          Object value = optional(random, field.type());
          VectorValues.set(from.getVector(field.name()), row, field.type(), value);
        }
      }
      from.setRowCount(rows);
      RowVectors source = new RowVectors(messages, from);
      RowVectors target = new RowVectors(messages, to);
      for (int row = 0; row < rows; row++) {
        ByteString value = source.encode(row);
        messages.check(value);
        target.decode(row, value.toByteArray());
      }
      to.setRowCount(rows);
      for (Field field : fields) {
        assertThat(
                VectorEqualsVisitor.vectorEquals(
                    to.getVector(field.name()), from.getVector(field.name())))
            .as(field.text())
            .isTrue();
      }
    }
  }

  private static DataType type(Random random, int depth) {
    int kind = random.nextInt(depth == 0 ? 1 : 5);
    return switch (kind) {
      case 1 -> new DataType.ListOf(single(random, depth - 1));
      case 2 -> new DataType.MapOf(key(random), single(random, depth - 1));
      default -> single(random, depth);
    };
  }

  private static DataType key(Random random) {
    List<Simple> keys =
        List.of(Simple.BOOL, Simple.INT32, Simple.INT64, Simple.UINT32, Simple.UINT64, Simple.UTF8);
    return keys.get(random.nextInt(keys.size()));
  }

  private static DataType single(Random random, int depth) {
    return depth > 0 && random.nextInt(4) == 0
        ? new DataType.Struct(
            List.of(
                new Field("a", type(random, depth - 1)), new Field("b", type(random, depth - 1))))
        : DataTypes.parse(TYPES.get(random.nextInt(TYPES.size())));
  }

  /** Lists and maps are always there. */
  private static @Nullable Object optional(Random random, DataType type) {
    boolean repeated = type instanceof DataType.ListOf || type instanceof DataType.MapOf;
    return !repeated && random.nextInt(4) == 0 ? null : value(random, type);
  }

  private static Object value(Random random, DataType type) {
    return switch (type) {
      case DataType.ListOf(DataType element) ->
          random.ints(random.nextInt(4)).mapToObj(i -> value(random, element)).toList();
      case DataType.MapOf(DataType key, DataType element) -> {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          map.put(value(random, key), value(random, element));
        }
        yield map;
      }
      case DataType.Struct struct ->
          struct.fields().stream().map(f -> optional(random, f.type())).toArray();
      case DataType.Decimal d ->
          new BigDecimal(
              new BigInteger(d.precision() * 3, random)
                  .mod(BigInteger.TEN.pow(d.precision()))
                  .multiply(BigInteger.valueOf(random.nextBoolean() ? 1 : -1)),
              d.scale());
      case Simple simple -> value(random, simple);
    };
  }

  private static Object value(Random random, Simple type) {
    return switch (type) {
      case BOOL -> random.nextBoolean();
      case INT8 -> (long) (byte) random.nextInt();
      case INT16 -> (long) (short) random.nextInt();
      case INT32, DATE -> (long) random.nextInt(-700_000, 2_900_000);
      case INT64, UINT64, TIMESTAMP_NS -> random.nextLong();
      case UINT8 -> (long) random.nextInt(1 << 8);
      case UINT16 -> (long) random.nextInt(1 << 16);
      case UINT32 -> random.nextLong(1L << 32);
      case FLOAT32 -> random.nextFloat();
      case FLOAT64 -> random.nextGaussian();
      case UTF8 -> Arrays.asList("", "\0", "größer", "\uD83D\uDE00").get(random.nextInt(4));
      case BINARY -> ByteString.copyFrom(new byte[] {(byte) random.nextInt(), 0});
      case TIME -> random.nextLong(86_400_000_000L);
      case TIMESTAMP -> random.nextLong();
      case TIMESTAMP_UTC -> random.nextLong(-1900 * YEAR_MICROS, 8000 * YEAR_MICROS);
      case INTERVAL ->
          new PeriodDuration(Period.ZERO, Duration.ofNanos(random.nextLong() / 1_000 * 1_000));
      case NULL -> throw new AssertionError();
    };
  }
}
