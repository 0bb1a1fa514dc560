package io.optima.store;

import io.optima.model.ChunkDigest;

/** Chunks as verified files of this machine. */
interface LocalChunks extends AutoCloseable {
  /** As {@link ChunkStore#local}. */
  PinnedFile pin(ChunkDigest digest);

  @Override
  default void close() {}
}
