package io.optima.kv;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.identity.ArrowSchemas;
import io.optima.model.schema.DataType;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Bytes of keys have the order of the values. */
final class KeyOrderPropertiesTest {
  private static final int ROWS = 40;

  @Property(tries = 200)
  void keysAreInTheOrderOfTheirValues(@ForAll long seed) {
    Random random = new Random(seed);
    TableSchema schema = schema(random, 1 + random.nextInt(3));
    List<@Nullable Object[]> rows = rows(schema, random);
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = batch(schema, rows, allocator)) {
      KeyFormat format = KeyFormat.of(schema, schema.names());
      for (int i = 0; i < ROWS; i++) {
        for (int j = 0; j < ROWS; j++) {
          int order = Arrays.compareUnsigned(format.encode(batch, i), format.encode(batch, j));
          int expected = Cells.byColumns().compare(rows.get(i), rows.get(j));
          assertThat(Integer.signum(order))
              .as("%s: %s and %s", schema.text(), show(rows.get(i)), show(rows.get(j)))
              .isEqualTo(Integer.signum(expected));
        }
      }
    }
  }

  @Property(tries = 100)
  void keysBeginWithThoseOfFewerColumnsWhenTheseAreEqualAndOnlyThen(@ForAll long seed) {
    Random random = new Random(seed);
    TableSchema schema = schema(random, 3);
    int fewer = 1 + random.nextInt(2);
    TableSchema first = new TableSchema(schema.fields().subList(0, fewer));
    List<@Nullable Object[]> rows = rows(schema, random);
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = batch(schema, rows, allocator);
        VectorSchemaRoot beginnings = batch(first, rows, allocator)) {
      KeyFormat format = KeyFormat.of(schema, schema.names());
      for (int i = 0; i < ROWS; i++) {
        byte[] beginning = format.encode(beginnings, i);
        byte[] after = KeyFormat.after(beginning);
        for (int j = 0; j < ROWS; j++) {
          byte[] key = format.encode(batch, j);
          boolean equal =
              Cells.byColumns()
                      .compare(Arrays.copyOf(rows.get(i), fewer), Arrays.copyOf(rows.get(j), fewer))
                  == 0;
          boolean within =
              Arrays.compareUnsigned(beginning, key) <= 0
                  && (after.length == 0 || Arrays.compareUnsigned(key, after) < 0);
          assertThat(within)
              .as("%s: %s, %s", schema.text(), show(rows.get(i)), show(rows.get(j)))
              .isEqualTo(equal);
        }
      }
    }
  }

  private static TableSchema schema(Random random, int columns) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      DataType type = Cells.TYPES.get(random.nextInt(Cells.TYPES.size()));
      fields.add(new Field("c" + i, type));
    }
    return new TableSchema(fields);
  }

  private static List<@Nullable Object[]> rows(TableSchema schema, Random random) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      rows.add(schema.fields().stream().map(field -> Cells.value(field.type(), random)).toArray());
    }
    return rows;
  }

  private static VectorSchemaRoot batch(
      TableSchema schema, List<@Nullable Object[]> rows, BufferAllocator allocator) {
    VectorSchemaRoot batch = VectorSchemaRoot.create(ArrowSchemas.toArrow(schema), allocator);
    for (int row = 0; row < rows.size(); row++) {
      for (int i = 0; i < schema.fields().size(); i++) {
        Cells.set(batch.getVector(i), row, rows.get(row)[i]);
      }
    }
    batch.setRowCount(rows.size());
    return batch;
  }

  private static String show(@Nullable Object[] row) {
    return Arrays.deepToString(row);
  }
}
