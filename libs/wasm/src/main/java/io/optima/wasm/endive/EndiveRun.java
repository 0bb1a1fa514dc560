package io.optima.wasm.endive;

import io.optima.model.OptimaException;
import io.optima.wasm.WasmLimits;
import io.optima.wasm.WasmProgram;
import io.optima.wasm.WasmRun;
import io.optima.wasm.process.Deadlines;
import io.optima.wasm.process.Ending;
import io.optima.wasm.process.ModuleCheck;
import io.optima.wasm.process.Pipe;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import run.endive.runtime.ExecutionCompletedException;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.TableInstance;
import run.endive.wasi.WasiExitException;
import run.endive.wasi.WasiPreview1;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.types.Table;
import run.endive.wasm.types.TableLimits;

/** A module on a thread of its own, which is interrupted to stop it. */
final class EndiveRun implements WasmRun {
  /** Calls within a module are calls of the JVM: some ten thousand deep fit. */
  private static final long STACK_BYTES = 16 << 20;

  private static final long MOST_TABLE_ENTRIES = 1_000_000;

  private final Compiled compiled;
  private final List<String> args;
  private final Ending ending;
  private final FlatMemory memory;
  private final Pipe input = new Pipe();
  private final Pipe output = new Pipe();
  private final Thread thread;
  private final Future<?> deadline;

  EndiveRun(
      WasmProgram program,
      Compiled compiled,
      List<String> args,
      WasmLimits limits,
      Deadlines deadlines) {
    this.compiled = compiled;
    this.args = new ArrayList<>(List.of(program.name()));
    this.args.addAll(args);
    this.ending = new Ending(program, limits);
    this.memory =
        new FlatMemory(
            ModuleCheck.initialPages(program, compiled.module(), limits),
            (int) (limits.memory() / WasmLimits.PAGE));
    this.thread =
        Thread.ofPlatform()
            .name("wasm " + program.name())
            .daemon()
            .stackSize(STACK_BYTES)
            .unstarted(this::run);
    this.deadline = deadlines.after(limits.time(), () -> stop(ending.outOfTime()));
    thread.start();
  }

  private void run() {
    try {
      execute();
      output.finish();
    } catch (Throwable e) { // a module can make any error of the JVM happen, and it is its own
      OptimaException reason = reason(e);
      output.fail(() -> reason);
    } finally {
      input.abandon();
      deadline.cancel(false);
    }
  }

  private void execute() {
    var functions = new WasiFunctions(memory, input, output, ending);
    var options = functions.options().withArguments(args).build();
    try (WasiPreview1 wasi = WasiPreview1.builder().withOptions(options).build()) {
      Instance.builder(compiled.module())
          .withMachineFactory(compiled.machine())
          .withMemoryFactory(limits -> memory)
          .withTableFactory(EndiveRun::table)
          .withImportValues(ImportValues.builder().addFunction(functions.all(wasi)).build())
          .build();
    } catch (ExecutionCompletedException ended) {
      return;
    } catch (WasiExitException exit) {
      if (exit.exitCode() != 0) {
        throw exit;
      }
    }
  }

  /** Limits of its own for each run: they change when a table grows. */
  private static TableInstance table(Table table, int initial) {
    TableLimits asked = table.limits();
    long most = Math.max(asked.min(), Math.min(asked.max(), MOST_TABLE_ENTRIES));
    var limits = new TableLimits(asked.min(), most, asked.shared());
    return new TableInstance(new Table(table.elementType(), limits, table.initialize()), initial);
  }

  private OptimaException reason(Throwable failure) {
    OptimaException known = ending.reason();
    if (known != null) {
      return known;
    }
    if (memory.hasRefused() || failure instanceof OutOfMemoryError) {
      return ending.outOfMemory(failure);
    }
    return switch (failure) {
      case WasiExitException exit -> ending.exited(exit.exitCode());
      case StackOverflowError deep -> ending.trapped("call stack exhausted", deep);
      case IndexOutOfBoundsException outside ->
          ending.trapped("out of bounds memory access", outside);
      case WasmEngineException trap -> ending.trapped(String.valueOf(trap.getMessage()), trap);
      case ArithmeticException trap -> ending.trapped(String.valueOf(trap.getMessage()), trap);
      default -> ending.broken(failure);
    };
  }

  private void stop(OptimaException reason) {
    output.fail(() -> reason);
    input.abandon();
    thread.interrupt();
  }

  @Override
  public OutputStream input() {
    return input.out();
  }

  @Override
  public InputStream output() {
    return output.in();
  }

  @Override
  public String log() {
    return ending.log();
  }

  @Override
  public long written() {
    return ending.written();
  }

  @Override
  public void close() {
    if (thread.isAlive()) {
      stop(ending.cancelled());
    }
    output.abandon();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
