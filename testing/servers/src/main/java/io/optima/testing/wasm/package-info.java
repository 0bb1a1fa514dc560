/** Modules of WebAssembly for tests, built from source by the tools of their languages. */
@org.jspecify.annotations.NullMarked
package io.optima.testing.wasm;
