/**
 * Modules of WebAssembly as sandboxed commands: bytes in, bytes out, nothing else. {@link
 * io.optima.wasm.WasmEngine} is the port; {@code .endive} runs modules in this process, {@code
 * .wasmtime} in one of its own.
 */
@org.jspecify.annotations.NullMarked
package io.optima.wasm;
