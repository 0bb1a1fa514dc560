package io.optima.wasm.wasmtime;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.optima.model.ChunkDigest;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.wasm.WasmEngine;
import io.optima.wasm.WasmLimits;
import io.optima.wasm.WasmProgram;
import io.optima.wasm.WasmRun;
import io.optima.wasm.process.CompiledFiles;
import io.optima.wasm.process.Deadlines;
import io.optima.wasm.process.ModuleCheck;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;

/** Runs each module in a process of the command {@code wasmtime}, compiled once per digest. */
public final class WasmtimeEngine implements WasmEngine {
  private static final int KEPT_MODULES = 32;

  private final Path command;
  private final CompiledFiles files;
  private final Deadlines deadlines = new Deadlines();
  private final Cache<ChunkDigest, WasmModule> checked =
      Caffeine.newBuilder().maximumSize(KEPT_MODULES).build();

  private WasmtimeEngine(Path command, CompiledFiles files) {
    this.command = command;
    this.files = files;
  }

  /** The command as the shell would find it. */
  public static Optional<Path> find() {
    String path = System.getenv().getOrDefault("PATH", "");
    return List.of(path.split(File.pathSeparator)).stream()
        .map(folder -> Path.of(folder, "wasmtime"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Opens the engine.
   *
   * @param command {@code wasmtime}
   * @param folder where compiled modules are kept; made for this user alone (0700)
   * @throws IOException when the command does not answer, or the folder is open to others
   */
  public static WasmtimeEngine open(Path command, Path folder) throws IOException {
    String version = answer(List.of(command.toString(), "--version")).strip().replace(' ', '-');
    return new WasmtimeEngine(command, new CompiledFiles(folder, version));
  }

  @Override
  public String name() {
    return "wasmtime";
  }

  @Override
  public WasmRun start(WasmProgram program, List<String> args, WasmLimits limits) {
    WasmModule module = checked.get(program.digest(), digest -> check(program));
    ModuleCheck.initialPages(program, module, limits);
    List<String> line = new ArrayList<>(List.of(command.toString(), "run", "--allow-precompiled"));
    line.addAll(List.of("-W", "trap-on-grow-failure=y", "-W", "max-memories=1"));
    line.addAll(
        List.of("-W", "max-memory-size=" + limits.memory() / WasmLimits.PAGE * WasmLimits.PAGE));
    line.addAll(List.of("-W", "max-table-elements=1000000"));
    line.addAll(List.of("-S", "inherit-network=n", "-S", "tcp=n", "-S", "udp=n"));
    line.addAll(List.of("--argv0", program.name(), compiled(program).toString()));
    line.addAll(args);
    try {
      return new WasmtimeRun(program, begin(line), limits, deadlines);
    } catch (IOException e) {
      throw new OptimaException(ErrorCode.UNAVAILABLE, "wasmtime could not be started", e);
    }
  }

  private static WasmModule check(WasmProgram program) {
    try {
      byte[] bytes = program.bytes();
      WasmModule module =
          Parser.builder()
              .withValidation(false) // by its compiler
              .build()
              .parse(() -> new ByteArrayInputStream(bytes));
      ModuleCheck.require(program, module);
      return module;
    } catch (WasmEngineException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw ModuleCheck.notWebAssembly(program, String.valueOf(e.getMessage()), e);
    }
  }

  private synchronized Path compiled(WasmProgram program) {
    return files
        .find(program)
        .or(() -> files.keep(program, file -> compile(program, file)))
        .orElseThrow(
            () ->
                new OptimaException(
                    ErrorCode.UNAVAILABLE, "there is no room for a compiled module"));
  }

  private void compile(WasmProgram program, Path to) throws IOException {
    Path source = Files.createTempFile("optima", ".wasm");
    try {
      Files.write(source, program.bytes());
      answer(List.of(command.toString(), "compile", "-o", to.toString(), source.toString()));
    } catch (Refused e) {
      throw ModuleCheck.notWebAssembly(program, Shown.of(String.valueOf(e.getMessage())), e);
    } finally {
      Files.delete(source);
    }
  }

  private static final class Refused extends IOException {
    Refused(String message) {
      super(message);
    }
  }

  private static String answer(List<String> line) throws IOException {
    Process process = begin(line);
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new Refused(error);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for wasmtime", e);
    }
    return out;
  }

  private static Process begin(List<String> line) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().clear();
    return builder.start();
  }

  @Override
  public void close() {
    checked.invalidateAll();
    deadlines.close();
  }
}
