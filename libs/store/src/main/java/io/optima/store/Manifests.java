package io.optima.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.optima.model.ChunkDigest;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Manifest;

/** Manifests as chunks of canonical JSON. */
public final class Manifests {
  private static final long CACHE_BYTES = 64L << 20;

  private final ChunkStore chunks;
  private final Cache<ChunkDigest, Sized> cache =
      Caffeine.newBuilder()
          .maximumWeight(CACHE_BYTES)
          .weigher((ChunkDigest digest, Sized manifest) -> manifest.bytes())
          .build();

  Manifests(ChunkStore chunks) {
    this.chunks = chunks;
  }

  /**
   * The manifest at the address.
   *
   * @throws OptimaException CORRUPT when it is missing, damaged or no manifest; FAILED_PRECONDITION
   *     when a later version of Optima wrote it
   */
  public Manifest read(ChunkDigest digest) {
    return cache.get(digest, this::load).manifest();
  }

  private Sized load(ChunkDigest digest) {
    byte[] json = chunks.get(digest);
    Manifest manifest = Json.readStored("manifest " + digest, json, Manifest.class);
    requireFormat(digest, manifest.format(), Manifest.FORMAT);
    return new Sized(manifest, json.length);
  }

  static void requireFormat(ChunkDigest digest, int format, int known) {
    if (format < 1 || format > known) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "manifest %s has format %d, this Optima reads up to %d: use a newer one",
          digest,
          format,
          known);
    }
  }

  /** Puts the manifest after its chunks; afterwards it can be committed. */
  public ChunkDigest write(PublishSession session, Manifest manifest) {
    return session.put(Json.bytes(manifest));
  }

  private record Sized(Manifest manifest, int bytes) {}
}
