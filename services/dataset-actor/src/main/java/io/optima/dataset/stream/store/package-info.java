/** Sealed records in the chunk store. */
@org.jspecify.annotations.NullMarked
package io.optima.dataset.stream.store;
