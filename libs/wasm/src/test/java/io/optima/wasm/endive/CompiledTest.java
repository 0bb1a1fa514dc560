package io.optima.wasm.endive;

import io.optima.wasm.EngineContract;
import io.optima.wasm.WasmEngine;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class CompiledTest extends EngineContract {
  @TempDir static Path folder;
  private static WasmEngine engine;

  @BeforeAll
  static void open() throws IOException {
    engine = EndiveEngine.compiling(folder.resolve("compiled"));
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @Override
  protected WasmEngine engine() {
    return engine;
  }
}
