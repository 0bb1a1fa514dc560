package io.optima.query.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.identity.ArrowSchemas;
import io.optima.identity.CanonicalRows;
import io.optima.identity.TableDigest;
import io.optima.model.ContentId;
import io.optima.model.DigestAlgorithm;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;

/** Rows of any columns come out of a chunk as they went in: same types, same cells, same id. */
class PhysicalLayoutPropertiesTest {
  private static final ScratchDuckDb SCRATCH = ScratchDuckDb.open();

  @AfterContainer
  static void close() throws IOException {
    SCRATCH.close();
  }

  @Provide
  Arbitrary<DataType> flat() {
    return Arbitraries.oneOf(
        Arbitraries.of(Simple.values()),
        Arbitraries.integers()
            .between(1, 38)
            .flatMap(
                precision ->
                    Arbitraries.integers()
                        .between(0, precision)
                        .map(scale -> new DataType.Decimal(precision, scale))));
  }

  @Provide
  Arbitrary<DataType> types() {
    return nested(3);
  }

  private Arbitrary<DataType> nested(int depth) {
    if (depth == 0) {
      return flat();
    }
    Arbitrary<DataType> inside = nested(depth - 1);
    return Arbitraries.oneOf(
        flat(),
        inside.map(DataType.ListOf::new),
        inside.list().ofMinSize(1).ofMaxSize(3).map(PhysicalLayoutPropertiesTest::struct),
        keys().flatMap(key -> inside.map(value -> new DataType.MapOf(key, value))));
  }

  /** Maps whose keys are never there have no entries. */
  private Arbitrary<DataType> keys() {
    return flat().filter(type -> type != Simple.NULL);
  }

  private static DataType struct(List<DataType> types) {
    List<Field> fields = new ArrayList<>();
    for (DataType type : types) {
      fields.add(new Field(NAMES.get(fields.size()), type));
    }
    return new DataType.Struct(fields);
  }

  private static final List<String> NAMES = List.of("x", "a \"b\".c", "months");

  @Property(tries = 150)
  void anyTypeComesBack(
      @ForAll("types") DataType type, @ForAll @IntRange(max = 40) int rows, @ForAll long seed)
      throws Exception {
    comesBack(new TableSchema(List.of(new Field("it's \"x\"", type))), rows, seed);
  }

  @Property(tries = 30)
  void soDoTablesOfManyColumns(
      @ForAll("types") DataType one,
      @ForAll("types") DataType two,
      @ForAll("types") DataType three,
      @ForAll @IntRange(max = 3_000) int rows,
      @ForAll long seed)
      throws Exception {
    List<Field> fields =
        List.of(new Field("one", one), new Field("two", two), new Field("three", three));
    comesBack(new TableSchema(fields), rows, seed);
  }

  private static void comesBack(TableSchema schema, int rows, long seed) throws Exception {
    Path file = SCRATCH.folder().resolve("chunk.parquet");
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot given = VectorSchemaRoot.create(ArrowSchemas.toArrow(schema), allocator)) {
      RandomCells.fill(given, schema, rows, new Random(seed));
      long written;
      try (ArrowStreamReader reader = stream(given, allocator)) {
        written = ParquetWriting.write(SCRATCH.duckDb(), reader, schema, file, allocator);
      }
      assertThat(written).isEqualTo(rows);
      assertThat(kept(schema, file, allocator)).isEqualTo(id(schema, List.of(given)));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static ArrowStreamReader stream(VectorSchemaRoot rows, BufferAllocator allocator)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ArrowStreamWriter writer = new ArrowStreamWriter(rows, null, bytes)) {
      writer.writeBatch();
    }
    return new ArrowStreamReader(new ByteArrayInputStream(bytes.toByteArray()), allocator);
  }

  private static ContentId kept(TableSchema schema, Path file, BufferAllocator allocator)
      throws IOException, SQLException {
    TableDigest digest = new TableDigest(DigestAlgorithm.SHA256, schema);
    try (OpenRows rows = ChunkRows.open(SCRATCH.duckDb(), file, schema, allocator)) {
      while (rows.reader().loadNextBatch()) {
        try (VectorSchemaRoot batch =
            CanonicalRows.normalize(rows.reader().getVectorSchemaRoot(), allocator)) {
          digest.add(batch);
        }
      }
    }
    return digest.finish().id();
  }

  private static ContentId id(TableSchema schema, List<VectorSchemaRoot> batches) {
    TableDigest digest = new TableDigest(DigestAlgorithm.SHA256, schema);
    batches.forEach(digest::add);
    return digest.finish().id();
  }
}
