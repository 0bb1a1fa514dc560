package io.optima.wasm.endive;

import io.optima.wasm.process.Ending;
import io.optima.wasm.process.ModuleCheck;
import io.optima.wasm.process.Pipe;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.Instance;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.runtime.WasmInterruptedException;
import run.endive.wasi.WasiOptions;
import run.endive.wasi.WasiPreview1;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/**
 * The functions of WASI that a module may call. Reading and writing are ours: Endive's make an
 * array as long as the module asks for, which costs time and lets a module exhaust the heap.
 */
final class WasiFunctions {
  private static final FunctionType FOUR_NUMBERS =
      FunctionType.of(
          List.of(ValType.I32, ValType.I32, ValType.I32, ValType.I32), List.of(ValType.I32));
  private static final int MOST_PARTS = 1024;
  private static final long[] DONE = {0};
  private static final long[] BAD_DESCRIPTOR = {8};
  private static final long[] INVALID = {28};

  private final FlatMemory memory;
  private final Pipe input;
  private final Pipe output;
  private final Ending ending;

  WasiFunctions(FlatMemory memory, Pipe input, Pipe output, Ending ending) {
    this.memory = memory;
    this.input = input;
    this.output = output;
    this.ending = ending;
  }

  ImportFunction[] all(WasiPreview1 wasi) {
    return Arrays.stream(wasi.toHostFunctions()).map(this::replaced).toArray(ImportFunction[]::new);
  }

  WasiOptions.Builder options() {
    return WasiOptions.builder().withStdin(input.in(), false);
  }

  private ImportFunction replaced(ImportFunction theirs) {
    return switch (theirs.name()) {
      case "fd_read" -> function(theirs.name(), (instance, args) -> read(args));
      case "fd_write" -> function(theirs.name(), (instance, args) -> write(args));
      case "poll_oneoff" ->
          function(theirs.name(), (instance, args) -> poll(theirs.handle(), instance, args));
      default -> theirs;
    };
  }

  private static HostFunction function(String name, WasmFunctionHandle handle) {
    return new HostFunction(ModuleCheck.WASI, name, FOUR_NUMBERS, handle);
  }

  private long[] read(long[] args) {
    int parts = (int) args[1];
    int count = (int) args[2];
    if (args[0] != 0) {
      return BAD_DESCRIPTOR;
    }
    if (count < 0 || count > MOST_PARTS) {
      return INVALID;
    }
    int total = 0;
    boolean more = true;
    for (int i = 0; i < count && more; i++) {
      int at = memory.readInt(parts + 8 * i);
      int length = memory.readInt(parts + 8 * i + 4);
      int read = total > 0 && input.isEmpty() ? 0 : read(at, length);
      total += Math.max(0, read);
      more = read == length;
    }
    memory.writeI32((int) args[3], total);
    return DONE;
  }

  private int read(int at, int length) {
    try {
      return input.read(memory.bytes(), at, length);
    } catch (IOException e) {
      throw stopped(e);
    }
  }

  private long[] write(long[] args) {
    int parts = (int) args[1];
    int count = (int) args[2];
    if (args[0] != 1 && args[0] != 2) {
      return BAD_DESCRIPTOR;
    }
    if (count < 0 || count > MOST_PARTS) {
      return INVALID;
    }
    long total = 0;
    for (int i = 0; i < count; i++) {
      int at = memory.readInt(parts + 8 * i);
      int length = memory.readInt(parts + 8 * i + 4);
      Objects.checkFromIndexSize(at, length, memory.bytes().length);
      write(args[0] == 1, at, length);
      total += length;
    }
    memory.writeI32((int) args[3], (int) total);
    return DONE;
  }

  private void write(boolean toOutput, int at, int length) {
    if (!toOutput) {
      ending.log(memory.bytes(), at, length);
      return;
    }
    ending.write(length);
    try {
      output.write(memory.bytes(), at, length);
    } catch (IOException e) {
      throw stopped(e);
    }
  }

  private static WasmInterruptedException stopped(IOException e) {
    return new WasmInterruptedException(e);
  }

  private static long[] poll(WasmFunctionHandle theirs, Instance instance, long[] args) {
    return args[2] < 0 || args[2] > MOST_PARTS ? INVALID : theirs.apply(instance, args);
  }
}
