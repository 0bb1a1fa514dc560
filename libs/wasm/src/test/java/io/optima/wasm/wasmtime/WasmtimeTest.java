package io.optima.wasm.wasmtime;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.optima.wasm.EngineContract;
import io.optima.wasm.WasmEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class WasmtimeTest extends EngineContract {
  @TempDir static Path folder;
  private static @Nullable WasmEngine engine;

  @BeforeAll
  static void open() throws IOException {
    Optional<Path> command = WasmtimeEngine.find();
    assumeTrue(command.isPresent(), "there is no wasmtime on the PATH");
    engine = WasmtimeEngine.open(command.orElseThrow(), folder.resolve("compiled"));
  }

  @AfterAll
  static void close() {
    if (engine != null) {
      engine.close();
    }
  }

  @Override
  protected WasmEngine engine() {
    return java.util.Objects.requireNonNull(engine);
  }
}
