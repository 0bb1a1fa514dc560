/**
 * What every run of a module has, whatever the engine: pipes, a deadline, the reason of its end.
 */
@org.jspecify.annotations.NullMarked
package io.optima.wasm.process;
