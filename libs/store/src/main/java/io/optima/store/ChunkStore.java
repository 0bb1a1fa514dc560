package io.optima.store;

import io.optima.model.ChunkDigest;
import io.optima.model.OptimaException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Immutable bytes by their SHA-256. The same bytes are kept once. Readers get the bytes that the
 * digest names or CORRUPT naming the chunk, also when it is missing; never other bytes.
 *
 * <p>A chunk that no commit refers to may be removed by {@link GarbageCollector} once it is older
 * than the grace period, so whoever means to commit puts chunks by a {@link PublishSession}.
 */
public interface ChunkStore {
  /** Keeps the file's bytes, which must not change any more; the file may be deleted. */
  ChunkDigest put(Path file);

  ChunkDigest put(byte[] bytes);

  boolean exists(ChunkDigest digest);

  /**
   * The whole chunk in memory; for small ones such as manifests.
   *
   * @throws OptimaException CORRUPT
   */
  byte[] get(ChunkDigest digest);

  /**
   * Streams the chunk after its bytes were verified.
   *
   * @throws OptimaException CORRUPT
   */
  InputStream open(ChunkDigest digest);

  /**
   * The chunk as a verified file that stays where it is until it is closed.
   *
   * @throws OptimaException CORRUPT
   */
  PinnedFile local(ChunkDigest digest);

  Optional<ObjectInfo> stat(ChunkDigest digest);
}
