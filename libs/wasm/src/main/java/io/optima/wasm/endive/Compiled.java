package io.optima.wasm.endive;

import java.util.function.Function;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.wasm.WasmModule;

/** A module that was checked, and how its instances run. */
record Compiled(WasmModule module, Function<Instance, Machine> machine) {}
