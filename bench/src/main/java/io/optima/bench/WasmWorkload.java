package io.optima.bench;

import io.optima.testing.wasm.GoModules;
import io.optima.wasm.WasmEngine;
import io.optima.wasm.WasmLimits;
import io.optima.wasm.WasmProgram;
import io.optima.wasm.WasmRun;
import io.optima.wasm.endive.EndiveEngine;
import io.optima.wasm.wasmtime.WasmtimeEngine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A filter written in Go over Arrow batches, as a module and as a program of this machine. Both are
 * fed from the same file by a thread of this process and drained by another.
 */
final class WasmWorkload implements Workload {
  private static final List<String> ARGS = List.of("arrow", "price", "5000");
  private static final String NATIVE = "the same Go code native, through pipes";
  private static final WasmLimits LIMITS =
      WasmLimits.DEFAULTS.withTime(Duration.ofMinutes(10)).withOutput(Long.MAX_VALUE);
  private static final int BUFFER = 1 << 20;

  @Override
  public String name() {
    return "wasm";
  }

  @Override
  public List<Ratio> run(Bench bench) throws Exception {
    GoModules modules = GoModules.examples();
    WasmProgram program = WasmProgram.of("keep", Files.readAllBytes(modules.module("keep")));
    Path batches = bench.work().resolve("batches.arrow");
    ArrowBatches.write(batches, (long) (bench.sizes().scale() * 1e9));
    Filter baseline = new Native(modules.program("keep"));
    List<Ratio> ratios = new ArrayList<>();
    Path compiled = bench.work().resolve("compiled");
    try (WasmEngine endive = EndiveEngine.compiling(compiled)) {
      ratios.add(compare(bench, batches, endive, program, baseline, 0.15));
    }
    Optional<Path> command = WasmtimeEngine.find();
    if (command.isEmpty()) {
      bench.say("  there is no wasmtime on the PATH: not compared");
    } else {
      try (WasmEngine wasmtime = WasmtimeEngine.open(command.get(), compiled)) {
        ratios.add(compare(bench, batches, wasmtime, program, baseline, 0.5));
      }
    }
    return ratios;
  }

  private static Ratio compare(
      Bench bench,
      Path batches,
      WasmEngine engine,
      WasmProgram program,
      Filter baseline,
      double target)
      throws Exception {
    long expected = baseline.run(batches);
    Rounds rounds =
        Rounds.of(
            bench,
            bench.sizes().rounds(),
            round -> requireSame(module(engine, program, batches), expected),
            round -> requireSame(baseline.run(batches), expected));
    long bytes = Files.size(batches);
    bench.say(
        "  %s: %.0f MB/s, native %.0f MB/s"
            .formatted(
                engine.name(),
                bytes / 1e6 / Ratio.median(rounds.ours(), Cost::wall),
                bytes / 1e6 / Ratio.median(rounds.baseline(), Cost::wall)));
    String work = "WASM filter, %.2f GB of Arrow, %s".formatted(bytes / 1e9, engine.name());
    return new Ratio(
        work,
        NATIVE,
        Ratio.Better.SPEED,
        target,
        byTheClock(rounds.ours()),
        byTheClock(rounds.baseline()));
  }

  /** Processor time of a process that has ended is not known. */
  private static List<Cost> byTheClock(List<Cost> costs) {
    return costs.stream().map(cost -> new Cost(cost.wall(), Double.NaN)).toList();
  }

  private static void requireSame(long bytes, long expected) {
    if (bytes != expected) {
      throw new IllegalStateException(bytes + " bytes came out, not " + expected);
    }
  }

  /** Something that filters. */
  private interface Filter {
    /** Bytes that came out. */
    long run(Path batches) throws Exception;
  }

  private static long module(WasmEngine engine, WasmProgram program, Path batches)
      throws Exception {
    try (WasmRun run = engine.start(program, ARGS, LIMITS)) {
      return through(batches, run.input(), run.output());
    }
  }

  private record Native(Path program) implements Filter {
    @Override
    public long run(Path batches) throws Exception {
      List<String> line = new ArrayList<>(List.of(program.toString()));
      line.addAll(ARGS);
      Process process =
          new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      long bytes = through(batches, process.getOutputStream(), process.getInputStream());
      if (process.waitFor() != 0) {
        throw new IOException(program + " failed");
      }
      return bytes;
    }
  }

  private static long through(Path batches, OutputStream input, InputStream output)
      throws Exception {
    Thread feeder = Thread.ofPlatform().start(() -> feed(batches, input));
    byte[] buffer = new byte[BUFFER];
    long bytes = 0;
    for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
      bytes += read;
    }
    feeder.join();
    return bytes;
  }

  private static void feed(Path batches, OutputStream input) {
    byte[] buffer = new byte[BUFFER];
    try (InputStream from = Files.newInputStream(batches);
        input) {
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        input.write(buffer, 0, read);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
