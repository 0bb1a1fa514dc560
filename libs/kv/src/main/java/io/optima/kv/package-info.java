/**
 * Rows by key: sorted files of RocksDB in the chunk store. {@code docs/spec/kv.md} has the format.
 */
@NullMarked
package io.optima.kv;

import org.jspecify.annotations.NullMarked;
