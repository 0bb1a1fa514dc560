/** Bytes at rest: chunks, manifests, the commit log, and the ports below them. */
@org.jspecify.annotations.NullMarked
package io.optima.store;
