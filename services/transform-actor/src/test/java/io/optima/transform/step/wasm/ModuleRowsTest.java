package io.optima.transform.step.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.optima.identity.ArrowSchemas;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Format;
import io.optima.model.schema.DataType;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckDbSettings;
import io.optima.query.pipe.PipedRows;
import io.optima.testing.wasm.GoModules;
import io.optima.testing.wasm.RustModules;
import io.optima.transform.step.wasm.ModuleCall.Mode;
import io.optima.wasm.WasmEngine;
import io.optima.wasm.WasmLimits;
import io.optima.wasm.WasmProgram;
import io.optima.wasm.endive.EndiveEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Modules built from the examples' Go source, as users would build them. */
@Timeout(300)
class ModuleRowsTest {
  private static final TableSchema FLIGHTS =
      new TableSchema(
          List.of(
              new Field("id", DataType.Simple.INT64),
              new Field("origin", DataType.Simple.UTF8),
              new Field("miles", DataType.Simple.FLOAT64),
              new Field("late", DataType.Simple.BOOL),
              new Field("day", DataType.Simple.DATE)));
  private static final TableSchema TOTALS =
      new TableSchema(
          List.of(
              new Field("origin", DataType.Simple.UTF8),
              new Field("rows", DataType.Simple.INT64),
              new Field("total", DataType.Simple.FLOAT64)));
  private static final WasmLimits LIMITS = WasmLimits.DEFAULTS.withTime(Duration.ofMinutes(4));
  private static final int BATCH = 1_000;

  @TempDir static Path folder;
  private static WasmEngine engine;
  private final BufferAllocator allocator = new RootAllocator(32 << 20);
  private PipedRows piped;

  @BeforeAll
  static void openEngine() throws IOException {
    engine = EndiveEngine.compiling(folder.resolve("compiled"));
  }

  @AfterAll
  static void closeEngine() {
    engine.close();
  }

  @BeforeEach
  void open() {
    piped = new PipedRows(new DuckDbSettings(256L << 20, 1, folder.resolve("spill")), allocator);
  }

  @AfterEach
  void nothingIsLeft() {
    piped.close();
    allocator.close();
  }

  private static ModuleCall call(
      String module,
      Format format,
      Mode mode,
      @Nullable TableSchema columns,
      WasmLimits limits,
      String... args)
      throws IOException {
    byte[] bytes = Files.readAllBytes(GoModules.examples().module(module));
    List<String> all = new ArrayList<>(List.of(format.name().toLowerCase(Locale.ROOT)));
    all.addAll(List.of(args));
    WasmProgram program = WasmProgram.of("tools/" + module + "@1", bytes);
    return new ModuleCall(program, format, mode, all, limits, columns);
  }

  /** Batches of a thousand flights, every fifth without miles. */
  private final class Flights extends ArrowReader {
    private final int batches;
    private int batch;

    Flights(int batches) {
      super(ModuleRowsTest.this.allocator);
      this.batches = batches;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
      prepareLoadNextBatch();
      if (batch == batches) {
        return false;
      }
      try (VectorSchemaRoot root =
          VectorSchemaRoot.create(readSchema(), ModuleRowsTest.this.allocator)) {
        for (int i = 0; i < BATCH; i++) {
          fill(root, i, batch * BATCH + i);
        }
        root.setRowCount(BATCH);
        loadRecordBatch(new VectorUnloader(root).getRecordBatch());
      }
      batch++;
      return true;
    }

    private static void fill(VectorSchemaRoot root, int row, int id) {
      ((BigIntVector) root.getVector(0)).setSafe(row, id);
      ((VarCharVector) root.getVector(1)).setSafe(row, origin(id));
      if (id % 5 != 0) {
        ((Float8Vector) root.getVector(2)).setSafe(row, id % 100);
      }
      ((BitVector) root.getVector(3)).setSafe(row, id % 3 == 0 ? 1 : 0);
      ((DateDayVector) root.getVector(4)).setSafe(row, 11_323 + id % 90);
    }

    @Override
    public long bytesRead() {
      return 0;
    }

    @Override
    protected void closeReadSource() {}

    @Override
    protected Schema readSchema() {
      return ArrowSchemas.toArrow(FLIGHTS);
    }
  }

  private static byte[] origin(int id) {
    return (id % 2 == 0 ? "PHX" : "São Paulo").getBytes(StandardCharsets.UTF_8);
  }

  private List<String> run(ModuleCall call, int batches) throws IOException {
    List<String> rows = new ArrayList<>();
    try (Flights flights = new Flights(batches);
        ArrowReader result = new ModuleRows(engine, piped).through(call, flights, FLIGHTS)) {
      while (result.loadNextBatch()) {
        VectorSchemaRoot root = result.getVectorSchemaRoot();
        for (int i = 0; i < root.getRowCount(); i++) {
          int row = i;
          rows.add(
              root.getFieldVectors().stream()
                  .map((FieldVector vector) -> String.valueOf(vector.getObject(row)))
                  .collect(Collectors.joining(" ")));
        }
      }
    }
    return rows;
  }

  private static List<String> kept(int rows) {
    List<String> kept = new ArrayList<>();
    for (int id = 0; id < rows; id++) {
      if (id % 5 != 0 && id % 100 >= 90) {
        String origin = new String(origin(id), StandardCharsets.UTF_8);
        kept.add("%d %s %s.0 %s %d".formatted(id, origin, id % 100, id % 3 == 0, 11_323 + id % 90));
      }
    }
    return kept;
  }

  @ParameterizedTest
  @EnumSource(names = {"ARROW", "JSON", "CSV"})
  void aFilterKeepsSomeRows(Format format) throws Exception {
    assertThat(run(call("keep", format, Mode.FILTER, null, LIMITS, "miles", "90"), 3))
        .isEqualTo(kept(3 * BATCH));
  }

  @ParameterizedTest
  @EnumSource(names = {"ARROW", "JSON", "CSV"})
  void anAggregateTakesAllBatchesAndGivesItsState(Format format) throws Exception {
    assertThat(run(call("total", format, Mode.AGGREGATE, TOTALS, LIMITS, "origin", "miles"), 3))
        .containsExactly("PHX 1200 60000.0", "São Paulo 1200 60000.0");
  }

  @ParameterizedTest
  @EnumSource(names = {"JSON", "CSV"})
  void aFilterInRustKeepsTheSameRows(Format format) throws Exception {
    Optional<Path> module = RustModules.keep(folder);
    assumeTrue(module.isPresent(), "there is no rustc with the target wasm32-wasip1");
    WasmProgram program = WasmProgram.of("tools/rust@1", Files.readAllBytes(module.orElseThrow()));
    List<String> args = List.of(format.name().toLowerCase(Locale.ROOT), "miles", "90");
    ModuleCall call = new ModuleCall(program, format, Mode.FILTER, args, LIMITS, null);
    assertThat(run(call, 3)).isEqualTo(kept(3 * BATCH));
  }

  @Test
  void columnsOfArrowNeedNoDeclaration() throws Exception {
    ModuleCall call = call("total", Format.ARROW, Mode.AGGREGATE, null, LIMITS, "origin", "miles");
    try (Flights flights = new Flights(1);
        ArrowReader result = new ModuleRows(engine, piped).through(call, flights, FLIGHTS)) {
      assertThat(ArrowSchemas.fromArrow(result.getVectorSchemaRoot().getSchema()))
          .isEqualTo(TOTALS);
    }
  }

  @Test
  void columnsOfLinesAreDeclaredForAnAggregate() {
    assertThatThrownBy(() -> call("total", Format.CSV, Mode.AGGREGATE, null, LIMITS, "a", "b"))
        .hasMessageContaining("declare them");
  }

  @Test
  void manyBatchesNeedNoMoreMemory() throws Exception {
    ModuleCall call = call("keep", Format.ARROW, Mode.FILTER, null, LIMITS, "miles", "90");
    long rows = 0;
    try (Flights flights = new Flights(2_000);
        ArrowReader result = new ModuleRows(engine, piped).through(call, flights, FLIGHTS)) {
      while (result.loadNextBatch()) {
        rows += result.getVectorSchemaRoot().getRowCount();
      }
    }
    assertThat(rows).isEqualTo(2_000 * 80);
    assertThat(allocator.getPeakMemoryAllocation()).isLessThan(16 << 20);
  }

  @ParameterizedTest
  @EnumSource(names = {"ARROW", "JSON", "CSV"})
  void whatTheModuleSaysOfItsArgumentsIsTold(Format format) throws Exception {
    ModuleCall call = call("keep", format, Mode.FILTER, null, LIMITS, "day", "many");
    assertThatThrownBy(() -> run(call, 1))
        .isInstanceOfSatisfying(
            OptimaException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.FAILED_PRECONDITION);
              assertThat(e.text())
                  .startsWith(
                      "module tools/keep@1 exited with 1, saying 'keep: strconv.ParseFloat");
            });
  }

  @ParameterizedTest
  @EnumSource(names = {"ARROW", "CSV"})
  void aLimitThatIsReachedIsTheReason(Format format) throws Exception {
    ModuleCall call =
        call("keep", format, Mode.FILTER, null, LIMITS.withOutput(10_000), "miles", "0");
    assertThatThrownBy(() -> run(call, 50))
        .isInstanceOfSatisfying(
            OptimaException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED);
              assertThat(e.text()).contains("module tools/keep@1 was stopped: it wrote more than");
            });
  }
}
