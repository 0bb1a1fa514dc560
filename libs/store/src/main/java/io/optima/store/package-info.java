/**
 * Bytes at rest. {@link io.optima.store.ObjectStore} is the port to whatever keeps objects; chunks,
 * the commit log, manifests, publish sessions and garbage collection are built on it alone, so that
 * a directory and an S3 bucket behave alike.
 */
@org.jspecify.annotations.NullMarked
package io.optima.store;
