package io.optima.wasm;

import io.optima.model.OptimaException;
import java.util.List;

/** Runs modules that are WASI commands, each run in a sandbox of its own. */
public interface WasmEngine extends AutoCloseable {
  /** What it is called in settings: {@code endive}, {@code interpreter}, {@code wasmtime}. */
  String name();

  /**
   * Starts a module and returns at once when it was run before; the first time it is compiled. The
   * module gets its arguments, a clock, random numbers and three streams. It gets no file, no
   * environment, no network.
   *
   * @param args without the command's own name, which is the program's
   * @throws OptimaException INVALID_ARGUMENT when the bytes are no such module or it asks for more
   *     than there is; RESOURCE_EXHAUSTED when it cannot begin within the limits; UNAVAILABLE when
   *     the engine cannot run
   */
  WasmRun start(WasmProgram program, List<String> args, WasmLimits limits);

  /** Forgets compiled modules; runs go on. */
  @Override
  void close();
}
