/** Rows through modules of WebAssembly. */
@org.jspecify.annotations.NullMarked
package io.optima.transform.step.wasm;
