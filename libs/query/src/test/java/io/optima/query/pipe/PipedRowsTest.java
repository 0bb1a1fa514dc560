package io.optima.query.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.identity.ArrowSchemas;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Format;
import io.optima.model.schema.DataType;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckDbSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class PipedRowsTest {
  private static final TableSchema SCHEMA =
      new TableSchema(
          List.of(new Field("n", DataType.Simple.INT64), new Field("word", DataType.Simple.UTF8)));

  /** Far less than the longest test sends. */
  private static final long MOST_MEMORY = 32L << 20;

  private final BufferAllocator allocator = new RootAllocator(MOST_MEMORY);
  @TempDir Path folder;
  private PipedRows rows;

  @BeforeEach
  void open() {
    rows = new PipedRows(new DuckDbSettings(256L << 20, 1, folder.resolve("spill")), allocator);
  }

  @AfterEach
  void nothingIsLeft() {
    rows.close();
    allocator.close();
    assertThat(folder.resolve("spill").toFile().list((at, name) -> name.startsWith("piped")))
        .isNullOrEmpty();
  }

  /** Batches of numbers that go on from each other. */
  private final class Numbers extends ArrowReader {
    private final int batches;
    private final int size;
    private final @Nullable RuntimeException atEnd;
    private int batch;

    Numbers(int batches, int size, @Nullable RuntimeException atEnd) {
      super(PipedRowsTest.this.allocator);
      this.batches = batches;
      this.size = size;
      this.atEnd = atEnd;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
      prepareLoadNextBatch();
      if (batch == batches) {
        if (atEnd != null) {
          throw atEnd;
        }
        return false;
      }
      try (VectorSchemaRoot root = VectorSchemaRoot.create(readSchema(), allocator)) {
        BigIntVector n = (BigIntVector) root.getVector(0);
        VarCharVector word = (VarCharVector) root.getVector(1);
        for (int i = 0; i < size; i++) {
          n.setSafe(i, (long) batch * size + i);
          word.setSafe(i, ("word \"" + i % 7 + "\", and\nmore").getBytes(StandardCharsets.UTF_8));
        }
        root.setRowCount(size);
        loadRecordBatch(new VectorUnloader(root).getRecordBatch());
      }
      batch++;
      return true;
    }

    @Override
    public long bytesRead() {
      return 0;
    }

    @Override
    protected void closeReadSource() {}

    @Override
    protected Schema readSchema() {
      return ArrowSchemas.toArrow(SCHEMA);
    }
  }

  private static PipedProcess cat() throws IOException {
    Process cat = new ProcessBuilder("cat").start();
    InputStream output =
        new FilterInputStream(cat.getInputStream()) {
          @Override
          public int read(byte[] to, int offset, int length) throws IOException {
            try {
              int read = super.read(to, offset, length);
              if (read >= 0 || cat.onExit().join().exitValue() == 0) {
                return read;
              }
            } catch (IOException killed) {
              assertThat(cat.onExit().join().exitValue()).isNotZero();
            }
            throw new OptimaException(ErrorCode.CANCELLED, "cat was stopped");
          }
        };
    return new PipedProcess(
        "cat",
        cat.getOutputStream(),
        output,
        () -> {
          cat.destroyForcibly();
          cat.onExit().join();
        });
  }

  /** Takes whatever comes and writes what it was told. */
  private static PipedProcess says(byte[] output) {
    return new PipedProcess(
        "liar", OutputStream.nullOutputStream(), new ByteArrayInputStream(output), () -> {});
  }

  @ParameterizedTest
  @EnumSource(names = {"ARROW", "JSON", "CSV"})
  void rowsComeBackAsTheyWere(Format format) throws Exception {
    try (Numbers numbers = new Numbers(3, 1000, null);
        ArrowReader back = rows.through(cat(), numbers, SCHEMA, format, SCHEMA)) {
      assertThat(ArrowSchemas.fromArrow(back.getVectorSchemaRoot().getSchema())).isEqualTo(SCHEMA);
      long next = 0;
      while (back.loadNextBatch()) {
        VectorSchemaRoot root = back.getVectorSchemaRoot();
        for (int i = 0; i < root.getRowCount(); i++) {
          assertThat(((BigIntVector) root.getVector(0)).get(i)).isEqualTo(next);
          assertThat(root.getVector(1).getObject(i))
              .hasToString("word \"" + next % 1000 % 7 + "\", and\nmore");
          next++;
        }
      }
      assertThat(next).isEqualTo(3000);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ARROW", "CSV"})
  void memoryIsBoundedHoweverManyRows(Format format) throws Exception {
    long found = 0;
    try (Numbers numbers = new Numbers(100, 65_536, null);
        ArrowReader back = rows.through(cat(), numbers, SCHEMA, format, SCHEMA)) {
      while (back.loadNextBatch()) {
        found += back.getVectorSchemaRoot().getRowCount();
      }
    }
    assertThat(found).isEqualTo(100 * 65_536);
  }

  @Test
  void columnsOfBatchesAreFoundOrCompared() throws Exception {
    TableSchema other = new TableSchema(List.of(new Field("n", DataType.Simple.INT64)));
    try (Numbers numbers = new Numbers(1, 10, null)) {
      try (ArrowReader back = rows.through(cat(), numbers, SCHEMA, Format.ARROW, null)) {
        assertThat(back.loadNextBatch()).isTrue();
      }
    }
    try (Numbers numbers = new Numbers(1, 10, null)) {
      assertRefused(
          () -> rows.through(cat(), numbers, SCHEMA, Format.ARROW, other),
          ErrorCode.FAILED_PRECONDITION,
          "cat wrote what cannot be read: its columns are");
    }
  }

  @Test
  void linesNeedDeclaredColumns() throws Exception {
    try (Numbers numbers = new Numbers(1, 10, null)) {
      assertRefused(
          () -> rows.through(cat(), numbers, SCHEMA, Format.JSON, null),
          ErrorCode.INVALID_ARGUMENT,
          "json and csv need the columns");
    }
  }

  @Test
  void badBatchesAreNamed() throws Exception {
    byte[] good = stream(2);
    badOutput(new byte[0], "the schema");
    badOutput("{}\n{}\n".getBytes(StandardCharsets.UTF_8), "message 1 is damaged or not Arrow IPC");
    badOutput(Arrays.copyOf(good, good.length - 500), "record batch 2: message 3 is cut off");
    byte[] twice = Arrays.copyOf(good, good.length * 2);
    System.arraycopy(good, 0, twice, good.length, good.length);
    badOutput(twice, "behind the end of the Arrow stream");
    byte[] schemaAgain =
        new ByteArrayOutputStream() {
          {
            byte[] schema = Arrays.copyOf(good, schemaLength(good));
            writeBytes(schema);
            writeBytes(schema);
          }
        }.toByteArray();
    badOutput(schemaAgain, "record batch 1 is damaged, or not one that follows the schema");
  }

  @Test
  void lyingLengthsAreNotAllocated() throws Exception {
    byte[] huge = stream(1);
    // the length of the metadata
    huge[4] = (byte) 0xff;
    huge[7] = 0x7f;
    badOutput(huge, "message 1 is damaged");
  }

  @Test
  void anyFlippedByteIsReadOrRefusedAndNothingWorse() throws Exception {
    byte[] good = stream(1);
    for (int at = 0; at < good.length; at += 3) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) 0x95;
      try (Numbers numbers = new Numbers(1, 1, null);
          ArrowReader back = rows.through(says(bad), numbers, SCHEMA, Format.ARROW, null)) {
        while (back.loadNextBatch()) {
          assertThat(back.getVectorSchemaRoot().contentToTSVString()).isNotNull();
        }
      } catch (OptimaException refused) {
        assertThat(refused.code())
            .isIn(ErrorCode.FAILED_PRECONDITION, ErrorCode.RESOURCE_EXHAUSTED);
      }
    }
  }

  @Test
  void badLinesAreNamed() throws Exception {
    badLines(Format.JSON, "{\"n\": 1, \"word\": \"a\"}\n{\"n\": \"many\"}\n", "column 'n', row 2");
    badLines(Format.JSON, "{\"n\": 1}\n{\"n\" 2}\n", "of line or record ");
    badLines(Format.CSV, "n,word\n1,a\nmany,b\n", "column 'n', row 2");
    badLines(Format.CSV, "n,word\n1,a\n2\n", "one number of fields");
    badLines(Format.CSV, "n\n1\n", "word");
  }

  @Test
  void theProcessTellsWhyItFailed() throws Exception {
    OptimaException why = new OptimaException(ErrorCode.FAILED_PRECONDITION, "liar exited with 3");
    byte[] good = stream(2);
    for (Format format : List.of(Format.ARROW, Format.CSV)) {
      InputStream output =
          new java.io.SequenceInputStream(new ByteArrayInputStream(good), throwing(why));
      PipedProcess process =
          new PipedProcess("liar", OutputStream.nullOutputStream(), output, () -> {});
      try (Numbers numbers = new Numbers(1, 1, null)) {
        assertThatThrownBy(() -> drain(process, numbers, format)).isSameAs(why);
      }
    }
  }

  private static InputStream throwing(RuntimeException failure) {
    return new InputStream() {
      @Override
      public int read() {
        throw failure;
      }

      @Override
      public int read(byte[] to, int offset, int length) {
        throw failure;
      }
    };
  }

  @ParameterizedTest
  @EnumSource(names = {"ARROW", "JSON", "CSV"})
  void halfOfTheInputIsNotTakenForAllOfIt(Format format) throws Exception {
    OptimaException corrupt = new OptimaException(ErrorCode.CORRUPT, "a chunk is damaged");
    try (Numbers numbers = new Numbers(5, 10, corrupt)) {
      assertThatThrownBy(() -> drain(cat(), numbers, format)).isSameAs(corrupt);
    }
  }

  @Test
  void aReaderMayCloseEarly() throws Exception {
    try (Numbers numbers = new Numbers(1_000_000, 1000, null);
        ArrowReader back = rows.through(cat(), numbers, SCHEMA, Format.ARROW, null)) {
      assertThat(back.loadNextBatch()).isTrue();
    }
  }

  private List<Integer> drain(PipedProcess process, ArrowReader input, Format format)
      throws IOException {
    List<Integer> sizes = new ArrayList<>();
    try (ArrowReader back = rows.through(process, input, SCHEMA, format, SCHEMA)) {
      while (back.loadNextBatch()) {
        sizes.add(back.getVectorSchemaRoot().getRowCount());
      }
    }
    return sizes;
  }

  private void badOutput(byte[] output, String message) throws Exception {
    bad(Format.ARROW, output, message);
  }

  private void badLines(Format format, String output, String message) throws Exception {
    bad(format, output.getBytes(StandardCharsets.UTF_8), message);
  }

  private void bad(Format format, byte[] output, String message) throws Exception {
    try (Numbers numbers = new Numbers(1, 1, null)) {
      assertRefused(
          () -> drain(says(output), numbers, format), ErrorCode.FAILED_PRECONDITION, message);
    }
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable work, ErrorCode code, String message) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            OptimaException.class,
            failure -> {
              assertThat(failure.text()).contains(message);
              assertThat(failure.code()).isEqualTo(code);
            });
  }

  private byte[] stream(int batches) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Numbers numbers = new Numbers(batches, 20, null);
        ArrowStreamWriter writer =
            new ArrowStreamWriter(numbers.getVectorSchemaRoot(), null, out)) {
      writer.start();
      while (numbers.loadNextBatch()) {
        writer.writeBatch();
      }
    }
    return out.toByteArray();
  }

  private static int schemaLength(byte[] stream) {
    return 8 + java.nio.ByteBuffer.wrap(stream).order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt(4);
  }
}
