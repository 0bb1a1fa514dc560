/** Modules run by the command line tool Wasmtime. */
@org.jspecify.annotations.NullMarked
package io.optima.wasm.wasmtime;
