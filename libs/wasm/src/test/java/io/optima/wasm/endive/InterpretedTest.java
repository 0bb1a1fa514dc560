package io.optima.wasm.endive;

import io.optima.wasm.EngineContract;
import io.optima.wasm.WasmEngine;
import org.junit.jupiter.api.AfterAll;

class InterpretedTest extends EngineContract {
  private static final WasmEngine ENGINE = EndiveEngine.interpreting();

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  @Override
  protected WasmEngine engine() {
    return ENGINE;
  }
}
