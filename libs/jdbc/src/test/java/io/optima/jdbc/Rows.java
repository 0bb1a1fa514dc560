package io.optima.jdbc;

import io.optima.identity.ArrowSchemas;
import io.optima.identity.TableDigest;
import io.optima.jdbc.value.Interval;
import io.optima.jdbc.value.Vectors;
import io.optima.model.DigestAlgorithm;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Decimal;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.jspecify.annotations.Nullable;

/** Rows as Java values. */
record Rows(TableSchema schema, List<@Nullable Object[]> values) {
  static final List<DataType> FLAT_TYPES = flatTypes();

  private static List<DataType> flatTypes() {
    List<DataType> types = new ArrayList<>(Arrays.asList(Simple.values()));
    types.add(new Decimal(9, 2));
    types.add(new Decimal(15, 15));
    types.add(new Decimal(18, 4));
    types.add(new Decimal(38, 0));
    types.add(new Decimal(38, 20));
    return types;
  }

  static Rows of(TableSchema schema, @Nullable Object[]... values) {
    return new Rows(schema, Arrays.asList(values));
  }

  /** A column of each type behind a number that counts the rows. */
  static TableSchema schemaOf(List<DataType> types) {
    List<Field> fields = new ArrayList<>(List.of(new Field("id", Simple.INT64)));
    for (DataType type : types) {
      fields.add(new Field("C " + type.text(), type));
    }
    return new TableSchema(fields);
  }

  static Rows random(List<DataType> types, int count, Random random) {
    List<@Nullable Object[]> values = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      @Nullable Object[] columns = new Object[types.size() + 1];
      columns[0] = (long) row;
      for (int i = 0; i < types.size(); i++) {
        columns[i + 1] = random.nextInt(8) == 0 ? null : value(types.get(i), random);
      }
      values.add(columns);
    }
    return new Rows(schemaOf(types), values);
  }

  /** Any value that all databases keep; null for the type without values. */
  static @Nullable Object value(DataType type, Random random) {
    return switch (type) {
      case Decimal(int precision, int scale) -> new BigDecimal(digits(precision, random), scale);
      case Simple simple -> value(simple, random);
      default -> throw new IllegalArgumentException(type.text());
    };
  }

  private static BigInteger digits(int most, Random random) {
    BigInteger number = BigInteger.ZERO;
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      number = number.multiply(BigInteger.TEN).add(BigInteger.valueOf(random.nextInt(10)));
    }
    return random.nextBoolean() ? number : number.negate();
  }

  private static @Nullable Object value(Simple type, Random random) {
    return switch (type) {
      case NULL -> null;
      case BOOL -> random.nextBoolean();
      case INT8 -> (long) (byte) random.nextInt();
      case INT16 -> (long) (short) random.nextInt();
      case INT32 -> (long) random.nextInt();
      case INT64 -> random.nextLong();
      case UINT8 -> (long) random.nextInt(1 << 8);
      case UINT16 -> (long) random.nextInt(1 << 16);
      case UINT32 -> Integer.toUnsignedLong(random.nextInt());
      case UINT64 -> new BigInteger(64, random);
      case FLOAT32 -> (float) random.nextGaussian();
      case FLOAT64 ->
          switch (random.nextInt(4)) {
            case 0 -> Double.POSITIVE_INFINITY;
            case 1 -> Double.MIN_VALUE;
            default -> random.nextGaussian() * 1e100;
          };
      case UTF8 -> text(random);
      case BINARY -> bytes(1 + random.nextInt(20), random);
      case DATE -> LocalDate.ofYearDay(year(random), 1 + random.nextInt(365));
      case TIME -> LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000L) * 1_000);
      case TIMESTAMP -> time(random, 1_000);
      case TIMESTAMP_NS -> time(random, 1).withYear(1700 + random.nextInt(500));
      case TIMESTAMP_UTC -> time(random, 1_000).toInstant(ZoneOffset.UTC);
      case INTERVAL ->
          new Interval(
              random.nextInt(200) - 100, random.nextInt(200) - 100, random.nextInt() * 1_000L + 7);
    };
  }

  private static int year(Random random) {
    return 1 + random.nextInt(9_998);
  }

  private static LocalDateTime time(Random random, int step) {
    return LocalDate.of(year(random), 1, 28)
        .plusDays(random.nextInt(300))
        .atTime(LocalTime.ofSecondOfDay(random.nextInt(86_400)))
        .withNano(random.nextInt(1_000_000_000 / step) * step);
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(20); i >= 0; i--) {
      text.appendCodePoint(
          switch (random.nextInt(4)) {
            case 0 -> 0x1f600 + random.nextInt(50);
            case 1 -> 0xc0 + random.nextInt(300);
            default -> 1 + random.nextInt(126);
          });
    }
    return text.toString();
  }

  private static byte[] bytes(int count, Random random) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  static Object instant(String text) {
    return Instant.parse(text);
  }

  /** The rows in batches of three, to be closed. */
  ArrowReader reader(BufferAllocator allocator) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (VectorSchemaRoot root = VectorSchemaRoot.create(ArrowSchemas.toArrow(schema), allocator);
        ArrowStreamWriter writer = new ArrowStreamWriter(root, null, bytes)) {
      writer.start();
      for (int from = 0; from < values.size(); from += 3) {
        fill(root, values.subList(from, Math.min(from + 3, values.size())));
        writer.writeBatch();
      }
      writer.end();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return new ArrowStreamReader(new ByteArrayInputStream(bytes.toByteArray()), allocator);
  }

  private void fill(VectorSchemaRoot root, List<@Nullable Object[]> rows) {
    root.clear();
    for (int row = 0; row < rows.size(); row++) {
      for (int i = 0; i < schema.fields().size(); i++) {
        Vectors.set(root.getVector(i), row, schema.fields().get(i).type(), rows.get(row)[i]);
      }
    }
    root.setRowCount(rows.size());
  }

  /** What Optima calls rows of this content. */
  static String contentId(ArrowReader rows) {
    try {
      TableDigest digest =
          new TableDigest(
              DigestAlgorithm.SHA256,
              ArrowSchemas.fromArrow(rows.getVectorSchemaRoot().getSchema()));
      while (rows.loadNextBatch()) {
        digest.add(rows.getVectorSchemaRoot());
      }
      return digest.finish().id().toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  String contentId(BufferAllocator allocator) {
    try (ArrowReader rows = reader(allocator)) {
      return contentId(rows);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
