/** Modules compiled to the bytecode of this JVM by Endive. */
@org.jspecify.annotations.NullMarked
package io.optima.wasm.endive;
