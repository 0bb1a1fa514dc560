/** Side-by-side benchmarks: every figure is a ratio against a baseline of the same run. */
@org.jspecify.annotations.NullMarked
package io.optima.bench;
