package io.optima.wasm.endive;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.optima.model.ChunkDigest;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.wasm.WasmEngine;
import io.optima.wasm.WasmLimits;
import io.optima.wasm.WasmProgram;
import io.optima.wasm.WasmRun;
import io.optima.wasm.process.CompiledFiles;
import io.optima.wasm.process.Deadlines;
import io.optima.wasm.process.ModuleCheck;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.InterpreterMachine;
import run.endive.wasm.Parser;
import run.endive.wasm.Version;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;

/**
 * Runs modules in this process: compiled once per digest to bytecode of the JVM, which is kept in
 * memory and on disk, or interpreted, which is far slower.
 */
public final class EndiveEngine implements WasmEngine {
  private static final int KEPT_MODULES = 32;

  private final Deadlines deadlines = new Deadlines();
  private final @Nullable CompiledFiles files;
  private final Cache<ChunkDigest, Compiled> compiled =
      Caffeine.newBuilder().maximumSize(KEPT_MODULES).build();

  private EndiveEngine(@Nullable CompiledFiles files) {
    this.files = files;
  }

  /**
   * Compiles modules.
   *
   * @param folder where compiled modules are kept; made for this user alone (0700)
   * @throws IOException when the folder cannot be made or others can use it
   */
  public static EndiveEngine compiling(Path folder) throws IOException {
    return new EndiveEngine(new CompiledFiles(folder, "endive-" + Version.version()));
  }

  /** Interprets modules: nothing of a module becomes code of this process. */
  public static EndiveEngine interpreting() {
    return new EndiveEngine(null);
  }

  @Override
  public String name() {
    return files == null ? "interpreter" : "endive";
  }

  @Override
  public WasmRun start(WasmProgram program, List<String> args, WasmLimits limits) {
    return new EndiveRun(program, compiled(program), args, limits, deadlines);
  }

  private Compiled compiled(WasmProgram program) {
    return compiled.get(program.digest(), digest -> compile(program));
  }

  private Compiled compile(WasmProgram program) {
    try {
      // what was compiled was valid
      boolean isNew = files == null || files.find(program).isEmpty();
      byte[] bytes = program.bytes();
      WasmModule module =
          Parser.builder()
              .withValidation(isNew)
              .build()
              .parse(() -> new ByteArrayInputStream(bytes));
      ModuleCheck.require(program, module);
      return files == null
          ? new Compiled(module, InterpreterMachine::new)
          : new Compiled(
              module,
              MachineFactoryCompiler.builder(module)
                  .withInterpreterFallback(InterpreterFallback.SILENT)
                  .withCache(new FileCache(files, program))
                  .compile());
    } catch (OptimaException refused) {
      throw refused;
    } catch (WasmEngineException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw ModuleCheck.notWebAssembly(program, String.valueOf(e.getMessage()), e);
    } catch (StackOverflowError | OutOfMemoryError e) {
      throw new OptimaException(
          ErrorCode.RESOURCE_EXHAUSTED,
          "module %s is too large to be compiled".formatted(program.name()),
          e);
    }
  }

  /** The one entry for a program, whatever key Endive gives it. */
  private record FileCache(CompiledFiles files, WasmProgram program)
      implements run.endive.compiler.Cache {
    @Override
    public byte @Nullable [] get(String key) throws IOException {
      Path file = files.find(program).orElse(null);
      return file == null ? null : Files.readAllBytes(file);
    }

    @Override
    public void putIfAbsent(String key, byte[] data) {
      files.keep(program, file -> Files.write(file, data));
    }
  }

  @Override
  public void close() {
    compiled.invalidateAll();
    deadlines.close();
  }
}
