package io.optima.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.identity.ArrowSchemas;
import io.optima.identity.TableDigest;
import io.optima.model.ChunkDigest;
import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckDbSettings;
import io.optima.query.protobuf.RowMessages;
import io.optima.query.protobuf.RowVectors;
import io.optima.query.sort.Sorting;
import io.optima.store.PinnedFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KvTest {
  private static final TableSchema SCHEMA =
      new TableSchema(
          List.of(
              new Field("zone", Simple.UTF8),
              new Field("trip", Simple.INT64),
              new Field("fare", new DataType.Decimal(9, 2)),
              new Field("distance", Simple.FLOAT64)));
  private static final RowMessages MESSAGES = RowMessages.of(SCHEMA);
  private static final List<String> KEY = List.of("zone", "trip");

  @TempDir Path folder;
  private final BufferAllocator allocator = new RootAllocator();
  private final AtomicInteger pinned = new AtomicInteger();
  private final List<@Nullable Object[]> rows = new ArrayList<>();
  private DuckDb duckDb;
  private int chunks;

  @BeforeEach
  void open() throws IOException {
    duckDb = DuckDb.open(new DuckDbSettings(256L << 20, 2, folder.resolve("spill")));
    Files.createDirectories(folder.resolve("chunks"));
    Random random = new Random(11);
    for (int i = 0; i < 2_000; i++) {
      Object zone = Cells.value(Simple.UTF8, random);
      Object trip = random.nextInt(10) == 0 ? null : (long) random.nextInt(40) - 20;
      Object fare = Cells.value(new DataType.Decimal(9, 2), random);
      rows.add(new Object[] {zone, trip, fare, Cells.value(Simple.FLOAT64, random)});
    }
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    duckDb.close();
    allocator.close();
    assertThat(Natives.open()).as("objects of RocksDB").isZero();
    assertThat(pinned).as("pinned files").hasValue(0);
    try (var staged = Files.list(folder)) {
      assertThat(staged.filter(file -> file.toString().endsWith(".sst"))).isEmpty();
    }
  }

  private ArrowReader reader() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (VectorSchemaRoot root = batch();
        ArrowStreamWriter writer = new ArrowStreamWriter(root, null, bytes)) {
      writer.start();
      for (int from = 0; from < rows.size(); from += 300) {
        List<@Nullable Object[]> some = rows.subList(from, Math.min(from + 300, rows.size()));
        root.clear();
        for (int row = 0; row < some.size(); row++) {
          set(root, row, some.get(row));
        }
        root.setRowCount(some.size());
        writer.writeBatch();
      }
      writer.end();
    }
    return new ArrowStreamReader(new ByteArrayInputStream(bytes.toByteArray()), allocator);
  }

  private VectorSchemaRoot batch() {
    return VectorSchemaRoot.create(ArrowSchemas.toArrow(SCHEMA), allocator);
  }

  private static void set(VectorSchemaRoot root, int row, @Nullable Object[] values) {
    for (int i = 0; i < root.getFieldVectors().size(); i++) {
      Cells.set(root.getVector(i), row, values[i]);
    }
  }

  private ChunkDigest keep(Path file) {
    try {
      ChunkDigest digest = new ChunkDigest("%064x".formatted(++chunks));
      Files.copy(file, chunk(digest));
      return digest;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path chunk(ChunkDigest digest) {
    return folder.resolve("chunks").resolve(digest.hex());
  }

  private PinnedFile pin(ChunkDigest digest) {
    pinned.incrementAndGet();
    return new PinnedFile() {
      @Override
      public Path path() {
        return chunk(digest);
      }

      @Override
      public void close() {
        pinned.decrementAndGet();
      }
    };
  }

  private KvIndex written() throws IOException {
    try (ArrowReader reader = reader()) {
      KvIndex index =
          new KvWriter(new Sorting(duckDb), 4_000)
              .write(reader, KEY, MESSAGES, folder, this::keep, allocator);
      return KvIndex.read(new ChunkDigest("0".repeat(64)), index.bytes());
    }
  }

  private KvReader index() throws IOException {
    return new KvReader(written(), this::pin);
  }

  /** Numbers of the rows in the order of their keys. */
  private List<Long> expected(java.util.function.Predicate<@Nullable Object[]> wanted) {
    List<Long> numbers = new ArrayList<>();
    for (long i = 0; i < rows.size(); i++) {
      if (wanted.test(rows.get((int) i))) {
        numbers.add(i);
      }
    }
    numbers.sort(
        (one, other) ->
            Cells.byColumns()
                .compare(key(rows.get(one.intValue())), key(rows.get(other.intValue()))));
    return numbers;
  }

  private static @Nullable Object[] key(@Nullable Object[] row) {
    return new Object[] {row[0], row[1]};
  }

  private static List<Long> numbers(KvRows found) {
    List<Long> numbers = new ArrayList<>();
    try (found) {
      while (found.next()) {
        numbers.add(found.row());
      }
    }
    return numbers;
  }

  @Test
  void everyRowIsFoundByItsKeyAndByTheBeginningOfIt() throws IOException {
    TableSchema first = new TableSchema(SCHEMA.fields().subList(0, 1));
    try (KvReader reader = index();
        VectorSchemaRoot whole = batch();
        VectorSchemaRoot zone = VectorSchemaRoot.create(ArrowSchemas.toArrow(first), allocator)) {
      assertThat(reader.index().files()).hasSizeGreaterThan(5);
      for (int i = 0; i < rows.size(); i += 7) {
        @Nullable Object[] row = rows.get(i);
        set(whole, 0, row);
        set(zone, 0, row);
        assertThat(numbers(reader.lookup(whole, 0)))
            .isEqualTo(expected(other -> Cells.byColumns().compare(key(row), key(other)) == 0));
        assertThat(numbers(reader.lookup(zone, 0)))
            .isEqualTo(expected(other -> Cells.compare(row[0], other[0]) == 0));
      }
      Cells.set(zone.getVector(0), 0, "nowhere".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      assertThat(numbers(reader.lookup(zone, 0))).isEmpty();
    }
  }

  @Test
  void rangesAreInTheOrderOfTheirKeys() throws IOException {
    try (KvReader reader = index();
        VectorSchemaRoot bounds = batch()) {
      assertThat(numbers(reader.scan())).isEqualTo(expected(row -> true));
      KeyFormat keys = reader.index().keys();
      for (int i = 0; i + 1 < rows.size(); i += 20) {
        @Nullable Object[] from = rows.get(i);
        @Nullable Object[] to = rows.get(i + 1);
        set(bounds, 0, from);
        set(bounds, 1, to);
        byte[] lower = keys.encode(bounds, 0);
        byte[] upper = keys.encode(bounds, 1);
        assertThat(numbers(reader.scan(lower, upper)))
            .isEqualTo(expected(row -> isFrom(row, from) && !isFrom(row, to)));
        assertThat(numbers(reader.scan(lower, KeyFormat.after(upper))))
            .isEqualTo(
                expected(
                    row -> isFrom(row, from) && Cells.byColumns().compare(key(row), key(to)) <= 0));
      }
    }
  }

  private static boolean isFrom(@Nullable Object[] row, @Nullable Object[] bound) {
    return Cells.byColumns().compare(key(row), key(bound)) >= 0;
  }

  @Test
  void rowsByTheirNumbersAreTheSameContent() throws IOException {
    TreeMap<Long, byte[]> messages = new TreeMap<>();
    try (KvReader reader = index();
        KvRows all = reader.scan()) {
      assertThat(reader.index().rows()).isEqualTo(rows.size());
      while (all.next()) {
        messages.put(all.row(), all.message());
      }
    }
    try (VectorSchemaRoot root = batch();
        ArrowReader source = reader()) {
      RowVectors vectors = new RowVectors(MESSAGES, root);
      int row = 0;
      for (byte[] message : messages.values()) {
        vectors.decode(row++, message);
      }
      root.setRowCount(row);
      TableDigest found = new TableDigest(DigestAlgorithm.SHA256, SCHEMA);
      found.add(root);
      TableDigest expected = new TableDigest(DigestAlgorithm.SHA256, SCHEMA);
      while (source.loadNextBatch()) {
        expected.add(source.getVectorSchemaRoot());
      }
      assertThat(found.finish().id()).isEqualTo(expected.finish().id());
    }
  }

  @Test
  void rowsAreReadAsArrowInBatches() throws IOException {
    try (KvReader reader = index();
        KvRows all = reader.scan();
        VectorSchemaRoot batch = batch()) {
      long count = 0;
      int read;
      while ((read = all.read(batch, 700)) > 0) {
        assertThat(batch.getRowCount()).isEqualTo(read);
        count += read;
        long number = all.row();
        Object last = batch.getVector("fare").getObject(read - 1);
        assertThat(last).isEqualTo(rows.get((int) number)[2]);
      }
      assertThat(count).isEqualTo(rows.size());
    }
  }

  @Test
  void noRowsAreAnIndexToo() throws IOException {
    rows.clear();
    try (KvReader reader = index()) {
      assertThat(reader.index().files()).isEmpty();
      assertThat(numbers(reader.scan())).isEmpty();
    }
  }

  @Test
  void keysAreOfColumnsThatHaveAnOrder() throws IOException {
    TableSchema schema =
        new TableSchema(
            List.of(
                new Field("list", new DataType.ListOf(Simple.INT32)),
                new Field("interval", Simple.INTERVAL)));
    for (String column : schema.names()) {
      assertThatThrownBy(() -> KeyFormat.of(schema, List.of(column)))
          .isInstanceOf(OptimaException.class)
          .hasMessageContaining("'" + column + "'");
    }
    assertThatThrownBy(() -> KeyFormat.of(schema, List.of("nothing")))
        .hasMessageContaining("'nothing'");
    assertThatThrownBy(() -> KeyFormat.of(schema, List.of())).isInstanceOf(OptimaException.class);
  }

  @Test
  void keyOfTheSpecificationsExample() {
    KeyBytes key = new KeyBytes();
    key.text(new byte[] {'a'});
    key.signed(-1, Long.BYTES);
    key.row(7);
    assertThat(java.util.HexFormat.of().formatHex(key.toArray()))
        .isEqualTo("01610001" + "017fffffffffffffff" + "0000000000000007");
  }

  @Test
  void damagedFilesAreToldAndLeaveNothingOpen() throws IOException {
    KvIndex index = written();
    Path file = chunk(index.files().getFirst().chunk());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 4] ^= 1;
    Files.write(file, bytes);
    try (KvReader reader = new KvReader(index, this::pin);
        KvRows all = reader.scan()) {
      assertThatThrownBy(() -> drain(all)).satisfies(KvTest::isCorrupt);
    }
    Files.write(file, new byte[] {1, 2, 3});
    try (KvReader reader = new KvReader(index, this::pin);
        KvRows all = reader.scan()) {
      assertThatThrownBy(() -> drain(all)).satisfies(KvTest::isCorrupt);
    }
  }

  private static void isCorrupt(Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT));
  }

  private static void drain(KvRows found) {
    while (found.next()) {
      Objects.requireNonNull(found.message());
    }
  }

  @Test
  void failureOfTheRowsIsTheFailureAndLeavesNothing() throws IOException {
    OptimaException failure = OptimaException.of(ErrorCode.UNAVAILABLE, "the store is away");
    try (ArrowReader reader = reader()) {
      KvWriter writer = new KvWriter(new Sorting(duckDb), 4_000);
      assertThatThrownBy(
              () ->
                  writer.write(
                      reader,
                      KEY,
                      MESSAGES,
                      folder,
                      file -> {
                        throw failure;
                      },
                      allocator))
          .isSameAs(failure);
    }
  }
}
