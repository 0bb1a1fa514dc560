/** Ports of the domain on the store. */
@org.jspecify.annotations.NullMarked
package io.optima.dataset.store;
